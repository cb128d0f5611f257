package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.language.program.EntityKind;

/// The events of a bucket by entity, applied in the order in which they became known, whatever feed
/// they are of. Arrays are reused from bucket to bucket.
final class EntityFeeds {
  private final EntityShuffle shuffle;
  private final EntityFold fold;
  private final int feeds;
  private final Records[] events;
  private final Groups[] groups;
  private final int[] knownAt;
  private final int[] next;
  private final int[] end;

  EntityFeeds(EntityShuffle shuffle, EntityFold fold) {
    this.shuffle = shuffle;
    this.fold = fold;
    List<EntityKind.Feed> all = shuffle.kind().feeds();
    feeds = all.size();
    events = all.stream().map(f -> new Records(f.layout().width())).toArray(Records[]::new);
    knownAt = all.stream().mapToInt(f -> f.layout().knownAtAt()).toArray();
    groups = new Groups[feeds];
    for (int feed = 0; feed < feeds; feed++) {
      groups[feed] = new Groups(knownAt[feed]);
    }
    next = new int[feeds];
    end = new int[feeds];
  }

  void load(int bucket) {
    load(bucket, InstantRange.ALL);
  }

  /// Loads the events of a bucket that became known in a range, and maybe others.
  void load(int bucket, InstantRange range) {
    for (int feed = 0; feed < feeds; feed++) {
      events[feed].load(shuffle.parts(feed, bucket, range));
    }
  }

  /// Adds every entity that has an event.
  void addKeys(KeyTable keys) {
    for (Records each : events) {
      keys.addAll(each);
    }
  }

  void group(KeyTable keys) {
    for (int feed = 0; feed < feeds; feed++) {
      groups[feed].group(events[feed], keys);
    }
  }

  /// Clears the fold for an entity, whose events are applied next.
  void begin(int entity) {
    fold.clear();
    for (int feed = 0; feed < feeds; feed++) {
      next[feed] = groups[feed].start(entity);
      end[feed] = groups[feed].start(entity + 1);
    }
  }

  /// Applies those of the entity's events that are left and became known before an instant.
  void applyBefore(long limit) {
    if (feeds == 1) {
      applyOnlyFeed(limit);
    } else {
      applyMerged(limit);
    }
  }

  private void applyOnlyFeed(long limit) {
    long[] words = groups[0].words();
    int instant = knownAt[0];
    int width = events[0].width();
    int last = end[0];
    int at = next[0];
    while (at < last && words[at + instant] < limit) {
      fold.apply(0, words, at);
      at += width;
    }
    next[0] = at;
  }

  private void applyMerged(long limit) {
    for (int feed = earliestBefore(limit); feed >= 0; feed = earliestBefore(limit)) {
      fold.apply(feed, groups[feed].words(), next[feed]);
      next[feed] += events[feed].width();
    }
  }

  /// The feed whose next event became known first, if that was before the limit, or -1.
  private int earliestBefore(long limit) {
    int earliest = -1;
    long least = limit;
    for (int feed = 0; feed < feeds; feed++) {
      if (next[feed] < end[feed]) {
        long known = groups[feed].words()[next[feed] + knownAt[feed]];
        if (known < least) {
          least = known;
          earliest = feed;
        }
      }
    }
    return earliest;
  }
}
