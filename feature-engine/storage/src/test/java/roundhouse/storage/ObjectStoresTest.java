package roundhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectStoresTest {
  private static final S3Options LOCAL_S3 =
      new S3Options(URI.create("http://127.0.0.1:9"), null, new S3Credentials("key", "secret"));

  @TempDir Path folder;

  @Test
  void folderIsOpenedByPathAndByUri() throws Exception {
    String real = "file:" + folder.toRealPath();

    assertThat(ObjectStores.open(folder.toString()).location()).isEqualTo(real);
    assertThat(ObjectStores.open("file:" + folder).location()).isEqualTo(real);
    assertThat(ObjectStores.open("file://" + folder).location()).isEqualTo(real);
  }

  @Test
  void bucketIsOpenedWithAndWithoutPrefix() {
    assertThat(ObjectStores.open("s3://bucket", LOCAL_S3).location()).isEqualTo("s3://bucket");
    assertThat(ObjectStores.open("s3://bucket/", LOCAL_S3).location()).isEqualTo("s3://bucket");
    assertThat(ObjectStores.open("s3://bucket/a/b/", LOCAL_S3).location())
        .isEqualTo("s3://bucket/a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "http://host/x", "s3:bucket", "s3://", "s3://B_D/x", "file:relative"})
  void anythingElseIsRefused(String location) {
    assertThatThrownBy(() -> ObjectStores.open(location, LOCAL_S3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + location + "'")
        .hasMessageContaining("s3://bucket/prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/../x", "s3://bucket/a//b", "s3://bucket/.hidden"})
  void prefixCannotTraverse(String location) {
    assertThatThrownBy(() -> ObjectStores.open(location, LOCAL_S3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", "..", "a/../b", ".", ".a", "a/.b", "a\\b", "a b", "a\0", "ä",
        "a:b", "~", "a%2e"
      })
  void keyCannotTraverseOrHide(String key) {
    assertThatThrownBy(() -> ObjectKey.of(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endpointWithAPasswordIsRefusedWithoutShowingIt() {
    URI endpoint = URI.create("http://user:password@host:9000");

    assertThatThrownBy(() -> new S3Options(endpoint, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'host'")
        .hasMessageNotContaining("password@");
  }
}
