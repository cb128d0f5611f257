package roundhouse.featureengine.stream;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.AskMapper;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.event.EventId;

/// Takes asks apart into questions to entities, and puts their answers together to features. Rows
/// have the fields of the plan's ask stream in their order. Mutable, for one thread.
public final class AskReader {
  private final Program program;
  private final List<EntityKind> kinds;
  private final EventId.Reader ids;
  private final int knownAt;
  private final long[] outputs;
  private final ByteWriter bytes = new ByteWriter();
  private Session session;

  private AskReader(Program program) {
    this.program = program;
    kinds = EntityKinds.ofFeatures(program);
    StreamSchema asks = program.plan().askStream();
    ids = EventId.reader(asks);
    knownAt = asks.indexOf(asks.knownAt());
    outputs = new long[program.outputWords()];
    session = new Session(program, kinds);
  }

  public static AskReader of(Program program) {
    return new AskReader(program);
  }

  /// Whether features read events at all. Where they do not, an ask is answered from itself alone.
  public boolean readsEvents() {
    return !kinds.isEmpty();
  }

  /// Whether the ask may be answered, by its own times.
  public Admission admit(Row ask) {
    return session.mapper.admit(ask);
  }

  /// The entities that the ask's features are about, one a kind; a kind is left out where a part of
  /// its key is null, for such an ask is about no entity of it.
  public List<EntityAsk> entities(Row ask) {
    renewGrownSession();
    bytes.clear();
    ids.of(ask).write(bytes);
    byte[] id = bytes.toBytes();
    List<EntityAsk> asked = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      int kind = kinds.get(i).index();
      long[] key = new long[kinds.get(i).keys().size()];
      if (session.mapper.key(kind, ask, key, 0)) {
        bytes.clear();
        session.keys.get(i).write(key, 0, bytes);
        asked.add(
            EntityAsk.of(
                kind, bytes.toBytes(), id, session.mapper.askTime(kind, ask), ask.longAt(knownAt)));
      }
    }
    return asked;
  }

  /// Puts the ask's features, column i being the plan's feature i.
  ///
  /// @param answers one for each of [#entities], in any order
  /// @throws IllegalArgumentException if one is missing, or is no answer of this program's
  public void features(Row ask, List<EntityAnswer.Answered> answers, RowSink columns) {
    requireAnswers(entities(ask), answers);
    for (EntityKind kind : kinds) {
      program.nothing(kind.index(), outputs, kind.outputAt());
    }
    answers.forEach(this::place);
    session.mapper.features(ask, outputs, 0, columns);
  }

  private void place(EntityAnswer.Answered answer) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).index() == answer.kind()) {
        try {
          ByteReader reader = new ByteReader(Base64.getUrlDecoder().decode(answer.outputs()));
          session.outputs.get(i).read(reader, outputs, kinds.get(i).outputAt());
          reader.end();
        } catch (UnreadableStateException e) {
          throw new IllegalArgumentException(
              "Answer of entity kind %d: no outputs of this program's; ask an instance of the same plan"
                  .formatted(answer.kind()),
              e);
        }
      }
    }
  }

  private static void requireAnswers(List<EntityAsk> asked, List<EntityAnswer.Answered> answers) {
    List<Integer> expected = asked.stream().map(EntityAsk::kind).sorted().toList();
    List<Integer> given = answers.stream().map(EntityAnswer.Answered::kind).sorted().toList();
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          "Answers of entity kinds %s: expected one of each of %s".formatted(given, expected));
    }
  }

  private void renewGrownSession() {
    if (session.pool.size() > EntityKinds.MOST_POOLED) {
      session = new Session(program, kinds);
    }
  }

  /// Everything that holds words of one pool.
  private static final class Session {
    final ValuePool pool = new ValuePool();
    final AskMapper mapper;
    final List<WordCodec> keys;
    final List<WordCodec> outputs;

    Session(Program program, List<EntityKind> kinds) {
      mapper = program.newAskMapper(pool);
      keys = codecs(kinds, EntityKind::keys);
      outputs = codecs(kinds, kind -> kind.outputs().kinds());
    }

    private List<WordCodec> codecs(
        List<EntityKind> kinds, Function<EntityKind, List<ValueKind>> words) {
      return kinds.stream()
          .map(kind -> WordCodec.of(words.apply(kind), pool))
          .collect(Collectors.toList());
    }
  }
}
