package roundhouse.featureengine.service.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.service.answer.Answer.EntityPart;
import roundhouse.featureengine.service.answer.AskForm.Ask;
import roundhouse.featureengine.stream.AskReader;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAnswer.AlreadyApplied;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.EntityAnswer.HeldBy;
import roundhouse.featureengine.stream.EntityAnswer.Unavailable;
import roundhouse.featureengine.stream.EntityAsk;
import tools.jackson.databind.node.ObjectNode;

/// Answers asks of one feature set version from the live state of its entities, wherever it is
/// held: each ask is taken apart into questions to entities, those held elsewhere are asked there
/// in one call an instance, and the answers make the features.
///
/// A feature whose entity cannot be asked in time is left out of the values, and the answer says
/// which and why: null always is a value. Safe for use by many threads.
public final class FeatureService {
  private final Program program;
  private final String planHash;
  private final Entities entities;
  private final Peers peers;
  private final AskTimes times;
  private final AnswerLog log;
  private final Duration patience;
  private final Map<Integer, EntityKind> kinds;
  private final Map<Integer, Answered> nothing = new HashMap<>();
  private final FeatureDependencies dependencies;
  private final BlockingQueue<Desk> desks = new LinkedBlockingQueue<>();

  /// @param patience how long other instances may take to answer
  public FeatureService(
      Program program,
      Entities entities,
      Peers peers,
      AskTimes times,
      AnswerLog log,
      Duration patience) {
    this.program = program;
    planHash = program.plan().hash();
    this.entities = entities;
    this.peers = peers;
    this.times = times;
    this.log = log;
    this.patience = patience;
    kinds =
        program.entities().stream()
            .filter(kind -> kind.label().isEmpty())
            .collect(Collectors.toMap(EntityKind::index, kind -> kind));
    kinds.values().forEach(kind -> nothing.put(kind.index(), nothing(kind)));
    dependencies = new FeatureDependencies(program.plan());
  }

  public Plan plan() {
    return program.plan();
  }

  /// The plan's, which is made of all its text: too long a work for each answer.
  public String planHash() {
    return planHash;
  }

  /// One answer for each ask, in their order.
  ///
  /// @throws InvalidAskException with everything that is wrong with any of them
  /// @throws AppliedAskException naming those that were applied as events already
  public List<Answer> answer(List<ObjectNode> asks) throws InvalidAskException {
    Desk desk = Objects.requireNonNullElseGet(desks.poll(), Desk::new);
    List<Answer> answers = desk.answer(asks);
    desks.add(desk);
    log.keep(answers);
    return answers;
  }

  /// Answers another instance's questions, about what this one holds.
  ///
  /// @throws IllegalArgumentException for a question that no instance of the application asks
  public List<EntityAnswer> answerPeer(List<EntityAsk> asks) {
    return asks.stream().map(this::answerPeer).toList();
  }

  private EntityAnswer answerPeer(EntityAsk ask) {
    if (!kinds.containsKey(ask.kind())) {
      throw new IllegalArgumentException(
          "Entity kind %d: expected one of %s".formatted(ask.kind(), kinds.keySet()));
    }
    // One hop and no more: instances that disagree must not send a question in circles.
    EntityAnswer answer = entities.answer(ask);
    return answer instanceof HeldBy(int kind, String host, int port)
        ? new Unavailable(kind, "It has just moved to %s:%d; try again".formatted(host, port))
        : answer;
  }

  private Answered nothing(EntityKind kind) {
    long[] outputs = new long[program.outputWords()];
    program.nothing(kind.index(), outputs, kind.outputAt());
    ByteWriter bytes = new ByteWriter();
    WordCodec.of(kind.outputs().kinds(), new ValuePool()).write(outputs, kind.outputAt(), bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toBytes());
    return new Answered(kind.index(), text, List.of(), Optional.empty());
  }

  /// A question to one entity, for one ask.
  private static final class Question {
    private final EntityAsk ask;
    private EntityAnswer answer;

    Question(EntityAsk ask, EntityAnswer answer) {
      this.ask = ask;
      this.answer = answer;
    }
  }

  /// What one request needs to itself.
  private final class Desk {
    private final AskForm form = new AskForm(program.plan().askStream(), times);
    private final AskReader reader = AskReader.of(program);
    private final FeatureValues values = new FeatureValues(program.plan());
    private final ArrayRow features = ArrayRow.ofSize(program.plan().features().size());

    List<Answer> answer(List<ObjectNode> jsons) throws InvalidAskException {
      List<Ask> asks = take(jsons);
      List<List<Question>> questions = new ArrayList<>();
      for (Ask ask : asks) {
        questions.add(
            reader.entities(ask.row()).stream()
                .map(entity -> new Question(entity, entities.answer(entity)))
                .toList());
      }
      forward(questions.stream().flatMap(List::stream).toList());
      requireUnapplied(asks, questions);
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < asks.size(); i++) {
        answers.add(put(asks.get(i), questions.get(i)));
      }
      return answers;
    }

    private List<Ask> take(List<ObjectNode> jsons) throws InvalidAskException {
      List<Ask> asks = new ArrayList<>();
      List<AskProblem> problems = new ArrayList<>();
      for (int i = 0; i < jsons.size(); i++) {
        try {
          asks.add(form.take(jsons.get(i)));
        } catch (InvalidAskException invalid) {
          String which = which(i, jsons.size());
          invalid.problems().forEach(problem -> problems.add(problem.about(which)));
        }
      }
      if (!problems.isEmpty()) {
        throw new InvalidAskException(problems);
      }
      return asks;
    }

    private void requireUnapplied(List<Ask> asks, List<List<Question>> questions)
        throws AppliedAskException {
      List<AskProblem> problems = new ArrayList<>();
      for (int i = 0; i < asks.size(); i++) {
        if (questions.get(i).stream().anyMatch(each -> each.answer instanceof AlreadyApplied)) {
          problems.add(applied(asks.get(i)).about(which(i, asks.size())));
        }
      }
      if (!problems.isEmpty()) {
        throw new AppliedAskException(problems);
      }
    }

    private AskProblem applied(Ask ask) {
      String id = program.plan().askStream().id();
      return new AskProblem(
          "Field '%s'".formatted(id),
          ask.json().path(id).toString(),
          "an ask that has not been applied as an event, which its features would look back on",
          "take the answer that was given before the event was sent, or ask anew under an id of its own");
    }

    private Answer put(Ask ask, List<Question> questions) {
      List<Answered> answered = new ArrayList<>();
      List<EntityPart> parts = new ArrayList<>();
      Set<String> missing = new HashSet<>();
      for (Question question : questions) {
        EntityPart part = part(question);
        parts.add(part);
        missing.addAll(part.missing());
        answered.add(
            question.answer instanceof Answered known
                ? known
                : Objects.requireNonNull(nothing.get(question.ask.kind())));
      }
      reader.features(ask.row(), answered, features);
      ObjectNode known = values.json(features, missing);
      return new Answer(ask.json(), ask.knownAt(), known, FeatureValues.digest(known), parts);
    }
  }

  private static String which(int ask, int asks) {
    return asks == 1 ? "" : "Ask %d: ".formatted(ask);
  }

  private EntityPart part(Question question) {
    EntityKind kind = Objects.requireNonNull(kinds.get(question.ask.kind()));
    return switch (question.answer) {
      case Answered known ->
          new EntityPart(
              kind.name(),
              kind.index(),
              known.appliedThrough().orElse(null),
              known.positions(),
              null,
              List.of());
      case AlreadyApplied _ ->
          throw new IllegalStateException("An ask that was applied is refused before");
      case Unavailable(_, String reason) -> unavailable(kind, reason);
      case HeldBy(_, String host, int port) ->
          unavailable(kind, "%s:%d was not asked".formatted(host, port));
    };
  }

  private EntityPart unavailable(EntityKind kind, @Nullable String reason) {
    return new EntityPart(
        kind.name(), kind.index(), null, List.of(), reason, dependencies.of(kind.name()));
  }

  /// Asks every other instance at once about all that it holds, and waits for all of them.
  private void forward(List<Question> questions) {
    Map<HeldBy, List<Question>> elsewhere = new LinkedHashMap<>();
    for (Question question : questions) {
      if (question.answer instanceof HeldBy(_, String host, int port)) {
        elsewhere.computeIfAbsent(new HeldBy(0, host, port), _ -> new ArrayList<>()).add(question);
      }
    }
    List<CompletableFuture<?>> under = new ArrayList<>();
    elsewhere.forEach((holder, held) -> under.add(ask(holder, held)));
    under.forEach(CompletableFuture::join);
  }

  private CompletableFuture<?> ask(HeldBy holder, List<Question> questions) {
    return peers
        .ask(
            holder.host(),
            holder.port(),
            questions.stream().map(question -> question.ask).toList(),
            patience)
        .thenAccept(
            answers -> {
              for (int i = 0; i < questions.size(); i++) {
                questions.get(i).answer = answers.get(i);
              }
            });
  }
}
