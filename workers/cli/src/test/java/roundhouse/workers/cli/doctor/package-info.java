/// Tests of the doctor.
@NullMarked
package roundhouse.workers.cli.doctor;

import org.jspecify.annotations.NullMarked;
