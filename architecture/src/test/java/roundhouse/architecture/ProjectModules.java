package roundhouse.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// The modules of the build as their poms declare them, by path.
record ProjectModules(Map<String, Module> byPath) {
  /// @param uses paths of our modules in compile or runtime scope
  /// @param testUses paths of our modules in test scope
  record Module(String path, List<String> uses, List<String> testUses) {}

  static ProjectModules read(Path root) {
    Map<String, Element> poms = new LinkedHashMap<>();
    for (Element module : children(child(parse(root.resolve("pom.xml")), "modules"), "module")) {
      String path = module.getTextContent();
      poms.put(path, parse(root.resolve(path).resolve("pom.xml")));
    }
    Map<String, String> pathOf = new LinkedHashMap<>();
    poms.forEach((path, pom) -> pathOf.put(text(pom, "artifactId"), path));
    Map<String, Module> modules = new LinkedHashMap<>();
    poms.forEach((path, pom) -> modules.put(path, module(path, pom, pathOf)));
    return new ProjectModules(modules);
  }

  private static Module module(String path, Element pom, Map<String, String> pathOf) {
    List<String> uses = new ArrayList<>();
    List<String> testUses = new ArrayList<>();
    for (Element dependency : children(child(pom, "dependencies"), "dependency")) {
      String used = pathOf.get(text(dependency, "artifactId"));
      if (used != null && text(dependency, "groupId").equals("roundhouse")) {
        (text(dependency, "scope").equals("test") ? testUses : uses).add(used);
      }
    }
    return new Module(path, List.copyOf(uses), List.copyOf(testUses));
  }

  private static Element parse(Path pom) {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
      return document.getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("Cannot read " + pom, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Element child(Element parent, String name) {
    return children(parent, name).stream()
        .findFirst()
        .orElseGet(() -> parent.getOwnerDocument().createElement(name));
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  /// The checkout's root: the nearest folder upward with an mvnw.
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no mvnw above the tests");
    }
    return folder;
  }
}
