package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.kernel.EntityFold;

/// Answers the asks of buckets of one entity kind, on one thread: entity by entity, with one fold
/// for all of them.
final class BucketFold {
  private final EntityFold fold;
  private final AskRows rows;
  private final RecordLog[] answers;
  private final long[] answer;
  private final EntityFeeds feeds;
  private final KeyTable keys;
  private final Records asks;
  private final Groups askGroups;
  private final int visibleBefore;
  private final int askTime;
  private final int row;

  BucketFold(EntityShuffle shuffle, EntityFold fold, AskRows rows, RecordLog[] answers) {
    this.fold = fold;
    this.rows = rows;
    this.answers = answers;
    answer = new long[Answers.width(shuffle.kind())];
    feeds = new EntityFeeds(shuffle, fold);
    keys = new KeyTable(shuffle.keyWords());
    asks = new Records(shuffle.askWidth());
    visibleBefore = shuffle.keyWords();
    askTime = visibleBefore + 1;
    row = visibleBefore + 2;
    askGroups = new Groups(visibleBefore);
  }

  /// Answers some of a bucket's asks.
  ///
  /// @param parts the asks
  /// @param lookback how much earlier than the first of them events may matter, in microseconds
  void fold(int bucket, List<RecordLog.Part> parts, long lookback) {
    asks.load(parts);
    if (asks.count() == 0) {
      return;
    }
    feeds.load(bucket, visible(lookback));
    keys.clear();
    keys.addAll(asks);
    askGroups.group(asks, keys);
    feeds.group(keys);
    for (int entity = 0; entity < keys.size(); entity++) {
      foldEntity(entity);
    }
  }

  private InstantRange visible(long lookback) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    int end = asks.count() * asks.width();
    for (int at = visibleBefore; at < end; at += asks.width()) {
      first = Math.min(first, asks.words()[at]);
      last = Math.max(last, asks.words()[at]);
    }
    long from = first - lookback;
    return new InstantRange(from > first ? Long.MIN_VALUE : from, last);
  }

  private void foldEntity(int entity) {
    feeds.begin(entity);
    long[] words = askGroups.words();
    int end = askGroups.start(entity + 1);
    for (int ask = askGroups.start(entity); ask < end; ask += asks.width()) {
      feeds.applyBefore(words[ask + visibleBefore]);
      answer(words[ask + askTime], rows.place(words[ask + row]));
    }
  }

  private void answer(long instant, long place) {
    answer[0] = rows.rowInBlock(place);
    fold.answer(instant, answer, 1);
    answers[rows.blockOf(place)].append(answer, 0);
  }
}
