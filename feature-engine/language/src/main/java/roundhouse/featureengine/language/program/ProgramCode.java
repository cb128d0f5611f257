package roundhouse.featureengine.language.program;

import java.util.BitSet;
import java.util.List;
import roundhouse.featureengine.language.program.CompiledAskMapper.AskCode;
import roundhouse.featureengine.language.program.CompiledEventMapper.StreamCode;

/// What compiling a plan gives.
///
/// @param streams by stream
/// @param fieldsRead by stream
record ProgramCode(
    List<StreamCode> streams, AskCode asks, List<BitSet> fieldsRead, BitSet askFieldsRead) {
  ProgramCode {
    streams = List.copyOf(streams);
    fieldsRead = List.copyOf(fieldsRead);
  }
}
