/// Tests of token files. Start at [TokensTest].
@NullMarked
package roundhouse.scoring.server.access;

import org.jspecify.annotations.NullMarked;
