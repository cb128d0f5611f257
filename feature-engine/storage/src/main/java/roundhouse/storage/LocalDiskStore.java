package roundhouse.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Objects as files below a folder, durable when a put returns.
///
/// A put writes aside into `.pending`, forces the file to disk, links it to its final name and
/// forces the folder. The link is what makes it atomic: an exclusive create would leave a torn file
/// after a crash, and an atomic move would overwrite. What a crash leaves in `.pending` no key can
/// name; an opening a day later removes it. Nothing is read or written through a symbolic link
/// below the folder.
final class LocalDiskStore implements ObjectStore {
  static final String PENDING = ".pending";
  private static final Duration PENDING_KEPT = Duration.ofDays(1);

  private final Path root;
  private final Path pendingFolder;
  private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

  private LocalDiskStore(Path root) {
    this.root = root;
    this.pendingFolder = root.resolve(PENDING);
  }

  static LocalDiskStore open(Path folder) {
    try {
      Files.createDirectories(folder);
      LocalDiskStore store = new LocalDiskStore(folder.toRealPath());
      store.removeOldPending();
      return store;
    } catch (IOException failure) {
      throw new StoreUnavailableException(
          "Store 'file:%s': cannot be opened (%s); expected a folder; correct the path or its permissions"
              .formatted(folder, failure),
          failure);
    }
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    return put(key, pending -> Files.write(pending, content, StandardOpenOption.CREATE_NEW));
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    return put(key, pending -> Files.copy(file, pending));
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    try {
      Place place = locate(key);
      return place.kind == Kind.FILE ? Optional.of(readAll(place.path)) : Optional.empty();
    } catch (IOException failure) {
      throw unavailable(key, failure);
    }
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    try {
      Place place = locate(key);
      return place.kind == Kind.FILE
          ? OptionalLong.of(Files.size(place.path))
          : OptionalLong.empty();
    } catch (IOException failure) {
      throw unavailable(key, failure);
    }
  }

  @Override
  public ReadableObject open(ObjectKey key) {
    try {
      Place place = locate(key);
      if (place.kind != Kind.FILE) {
        throw new MissingObjectException(key, location());
      }
      FileChannel channel =
          FileChannel.open(place.path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return new OpenFile(channel, channel.size());
    } catch (IOException failure) {
      throw unavailable(key, failure);
    }
  }

  @Override
  public List<ObjectKey> list(ObjectKey prefix) {
    try {
      Place place = locate(prefix);
      return place.kind == Kind.FOLDER ? filesBelow(place.path) : List.of();
    } catch (IOException failure) {
      throw unavailable(prefix, failure);
    }
  }

  @Override
  public String location() {
    return "file:" + root;
  }

  @Override
  public void close() {}

  private boolean put(ObjectKey key, PendingContent content) {
    try {
      Place place = locate(key);
      requireFree(key, place);
      boolean written = place.kind == Kind.NOTHING && writeAndLink(key, place, content);
      // Also where another put came first: its object must be durable before a caller builds on it.
      force(place.folder);
      return written;
    } catch (IOException failure) {
      throw unavailable(key, failure);
    }
  }

  private boolean writeAndLink(ObjectKey key, Place place, PendingContent content)
      throws IOException {
    makeDurable(root, pendingFolder);
    makeDurable(root, place.folder);
    Path pending = pendingFolder.resolve(UUID.randomUUID().toString());
    try {
      content.writeTo(pending);
      force(pending);
      return link(key, place.path, pending);
    } finally {
      Files.deleteIfExists(pending);
    }
  }

  private boolean link(ObjectKey key, Path target, Path pending) throws IOException {
    try {
      Files.createLink(target, pending);
      return true;
    } catch (FileAlreadyExistsException exists) {
      return false;
    } catch (UnsupportedOperationException unsupported) {
      throw unusable(key, "the file system has no hard links", "put the store on another disk");
    }
  }

  /// Creates the folders below `top` on the way to `folder` where they are missing, and forces the
  /// name of each to disk once.
  private void makeDurable(Path top, Path folder) throws IOException {
    if (durableFolders.contains(folder) && Files.isDirectory(folder)) {
      return;
    }
    Path parent = top;
    for (Path name : top.relativize(folder)) {
      Path child = parent.resolve(name);
      // Made by another put, it may not be forced to disk yet: that is why this goes on.
      createUnlessExists(child);
      force(parent);
      parent = child;
    }
    durableFolders.add(folder);
  }

  private static void createUnlessExists(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder);
    }
  }

  private static void force(Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private List<ObjectKey> filesBelow(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      return below
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> root.relativize(path).toString())
          .filter(ObjectKey::isValid)
          .sorted()
          .map(ObjectKey::of)
          .toList();
    }
  }

  private void removeOldPending() throws IOException {
    if (!Files.isDirectory(pendingFolder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    FileTime oldest = FileTime.from(Instant.now().minus(PENDING_KEPT));
    try (Stream<Path> files = Files.list(pendingFolder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(oldest) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// Where a key is or would be; throws where anything on the way is neither a plain folder nor a
  /// plain file.
  private Place locate(ObjectKey key) throws IOException {
    Path folder = root;
    Path path = root;
    Kind kind = Kind.FOLDER;
    for (String segment : key.value().split("/", -1)) {
      folder = path;
      path = path.resolve(segment);
      kind = kind == Kind.FOLDER ? kind(path) : kind.below();
      if (kind == Kind.OTHER) {
        throw unusable(
            key,
            "'%s' is a symbolic link or special file".formatted(root.relativize(path)),
            "replace it by a plain file or folder");
      }
    }
    return new Place(path, folder, kind);
  }

  private void requireFree(ObjectKey key, Place place) {
    if (place.kind == Kind.FOLDER) {
      throw unusable(key, "that is a folder of objects", "write under another key");
    }
    if (place.kind == Kind.BELOW_FILE) {
      throw unusable(key, "part of it is an object, not a folder", "write under another key");
    }
  }

  private static Kind kind(Path path) throws IOException {
    try {
      var attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        return Kind.FILE;
      }
      return attributes.isDirectory() ? Kind.FOLDER : Kind.OTHER;
    } catch (NoSuchFileException absent) {
      return Kind.NOTHING;
    }
  }

  private static byte[] readAll(Path file) throws IOException {
    try (var input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return input.readAllBytes();
    }
  }

  private enum Kind {
    NOTHING,
    FILE,
    FOLDER,
    BELOW_FILE,
    OTHER;

    /// What a name below a thing of this kind, no folder, is.
    Kind below() {
      return this == FILE ? BELOW_FILE : this;
    }
  }

  private record Place(Path path, Path folder, Kind kind) {}

  private UnusableKeyException unusable(ObjectKey key, String obstacle, String remedy) {
    return new UnusableKeyException(key, location(), obstacle, remedy);
  }

  private StoreUnavailableException unavailable(ObjectKey key, IOException failure) {
    return new StoreUnavailableException(
        "Store '%s': object '%s' cannot be accessed (%s); check the disk, its space and permissions, then try again"
            .formatted(location(), key, failure),
        failure);
  }

  @FunctionalInterface
  private interface PendingContent {
    Object writeTo(Path pending) throws IOException;
  }

  private record OpenFile(FileChannel channel, long size) implements ReadableObject {
    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position() - offset) < 0) {
          throw new EOFException(
              "Read of %d bytes at %d: the object has %d bytes".formatted(length, position, size));
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
