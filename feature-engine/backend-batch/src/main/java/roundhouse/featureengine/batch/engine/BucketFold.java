package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.language.program.EntityKind;

/// Answers the asks of buckets of one entity kind, on one thread: entity by entity, with one fold
/// for all of them.
final class BucketFold {
  private final EntityShuffle shuffle;
  private final EntityFold fold;
  private final AskRows rows;
  private final WordLog[] answers;
  private final Records asks;
  private final Groups askGroups;
  private final KeyTable keys;
  private final int feeds;
  private final Records[] events;
  private final Groups[] eventGroups;
  private final int[] knownAt;
  private final int[] next;
  private final int[] end;

  BucketFold(EntityShuffle shuffle, EntityFold fold, AskRows rows, WordLog[] answers) {
    this.shuffle = shuffle;
    this.fold = fold;
    this.rows = rows;
    this.answers = answers;
    asks = new Records(shuffle.askWidth());
    askGroups = new Groups(shuffle.keyWords());
    keys = new KeyTable(shuffle.keyWords());
    List<EntityKind.Feed> all = shuffle.kind().feeds();
    feeds = all.size();
    events = all.stream().map(f -> new Records(f.layout().width())).toArray(Records[]::new);
    knownAt = all.stream().mapToInt(f -> f.layout().knownAtAt()).toArray();
    eventGroups = new Groups[feeds];
    for (int feed = 0; feed < feeds; feed++) {
      eventGroups[feed] = new Groups(knownAt[feed]);
    }
    next = new int[feeds];
    end = new int[feeds];
  }

  /// Answers a bucket's asks and gives back its memory.
  void fold(int bucket) {
    asks.load(shuffle.parts(shuffle.asks(), bucket));
    if (asks.count() > 0) {
      for (int feed = 0; feed < feeds; feed++) {
        events[feed].load(shuffle.parts(feed, bucket));
      }
    }
    shuffle.release(bucket);
    if (asks.count() > 0) {
      group();
      for (int entity = 0; entity < keys.size(); entity++) {
        foldEntity(entity);
      }
    }
  }

  private void group() {
    keys.clear();
    int width = asks.width();
    for (int at = 0; at < asks.count() * width; at += width) {
      keys.add(asks.words(), at);
    }
    askGroups.group(asks, keys);
    for (int feed = 0; feed < feeds; feed++) {
      eventGroups[feed].group(events[feed], keys);
    }
  }

  private void foldEntity(int entity) {
    fold.clear();
    for (int feed = 0; feed < feeds; feed++) {
      next[feed] = eventGroups[feed].start(entity);
      end[feed] = eventGroups[feed].start(entity + 1);
    }
    int[] order = askGroups.order();
    for (int i = askGroups.start(entity); i < askGroups.start(entity + 1); i++) {
      answer(asks.words(), order[i] + shuffle.keyWords());
    }
  }

  private void answer(long[] ask, int at) {
    if (feeds == 1) {
      applyBefore(ask[at]);
    } else {
      mergeBefore(ask[at]);
    }
    long place = rows.place(ask[at + 2]);
    WordLog log = answers[rows.blockOf(place)];
    int target = log.append();
    log.words()[target] = rows.rowInBlock(place);
    fold.answer(ask[at + 1], log.words(), target + 1);
  }

  private void applyBefore(long limit) {
    long[] words = events[0].words();
    int[] order = eventGroups[0].order();
    int instant = knownAt[0];
    int last = end[0];
    int i = next[0];
    while (i < last && words[order[i] + instant] < limit) {
      fold.apply(0, words, order[i++]);
    }
    next[0] = i;
  }

  private void mergeBefore(long limit) {
    for (int feed = earliestBefore(limit); feed >= 0; feed = earliestBefore(limit)) {
      fold.apply(feed, events[feed].words(), eventGroups[feed].order()[next[feed]++]);
    }
  }

  /// The feed whose next event became known first, if that was before the limit, or -1.
  private int earliestBefore(long limit) {
    int earliest = -1;
    long least = limit;
    for (int feed = 0; feed < feeds; feed++) {
      if (next[feed] < end[feed]) {
        long known = events[feed].words()[eventGroups[feed].order()[next[feed]] + knownAt[feed]];
        if (known < least) {
          least = known;
          earliest = feed;
        }
      }
    }
    return earliest;
  }
}
