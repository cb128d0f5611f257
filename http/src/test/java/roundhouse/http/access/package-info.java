/// Tests of token files. Start at [TokensTest].
@NullMarked
package roundhouse.http.access;

import org.jspecify.annotations.NullMarked;
