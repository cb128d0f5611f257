package roundhouse.workers.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchivedSourceTest {
  @Test
  void itsStreamsAreShownAndWhatTheyAreGoodFor() {
    ArchivedSource source =
        ArchivedSource.parse(
            """
            {"source":"live-1","completeThrough":"2026-01-05T00:00:00Z","streams":[{"stream":"paid","topic":"payments","partitions":4,"events":12345,"knownThrough":"2026-01-05T01:00:00Z"},{"stream":"returned","topic":"returns","partitions":1,"events":0,"knownThrough":null}]}
            """);

    assertThat(source.lines())
        .containsExactly(
            "stream    topic     partitions  events  known through",
            "paid      payments           4  12,345  2026-01-05T01:00:00Z",
            "returned  returns            1       0  -",
            "",
            "Source live-1: complete through 2026-01-05T00:00:00Z",
            "Use it with: roundhouse backfill or emit-state, --source live-1");
  }
}
