package roundhouse.featureengine.language.program;

import java.util.BitSet;
import java.util.List;
import roundhouse.featureengine.language.program.CompiledAskMapper.AskCode;
import roundhouse.featureengine.language.program.CompiledEventMapper.StreamCode;

/// What compiling a plan gives.
///
/// @param streams by stream
/// @param folds by entity kind
/// @param nothing by entity kind, what an entity without events answers
/// @param fieldsRead by stream
record ProgramCode(
    List<StreamCode> streams,
    AskCode asks,
    List<FoldCompiler.Compiled> folds,
    List<long[]> nothing,
    List<BitSet> fieldsRead,
    BitSet askFieldsRead) {
  ProgramCode {
    streams = List.copyOf(streams);
    folds = List.copyOf(folds);
    nothing = List.copyOf(nothing);
    fieldsRead = List.copyOf(fieldsRead);
  }
}
