/// The demo: the main line on a year of real flights, from events to a served score. Start at
/// [Demo], which is the recipe.
@NullMarked
package roundhouse.workers.cli.demo;

import org.jspecify.annotations.NullMarked;
