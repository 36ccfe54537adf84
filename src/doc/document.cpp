#include "doc/document.h"

namespace cardlint {

Document make_document(std::shared_ptr<const SourceFile> source, std::string repository_path,
                       const Limits& limits, std::optional<Kind> kind) {
  Document document;
  const std::string& path = source->path();
  const Syntax syntax = kind == Kind::SmitheryManifest ? Syntax::Yaml : syntax_of_path(path);
  Loaded loaded = load(*source, syntax, limits);
  document.tree = std::move(loaded.tree);
  document.faults = std::move(loaded.faults);
  document.bare = loaded.bare;
  const Recognition found =
      kind ? Recognition{kind, std::nullopt} : recognise(path, document.tree.root());
  document.kind = found.kind;
  // A file that cannot be read is still what its reserved path says.
  if (!document.kind && !document.readable()) document.kind = kind_of_path(path).kind;
  document.reserved = found.reserved;
  document.smithery_path = is_smithery_card_path(path) || is_smithery_card_path(repository_path);
  if (document.kind == Kind::ServerCard && document.readable()) {
    document.dialect = document.root().is_object() ? dialect_of(document.root()) : Dialect::Unknown;
  }
  document.repository_path = std::move(repository_path);
  document.source = std::move(source);
  return document;
}

Document make_bundle_document(const std::string& path, const std::string& repository_path,
                              Archive archive, const Limits& limits) {
  const std::string inside = path + "/manifest.json";
  const std::string inside_repository = repository_path + "/manifest.json";
  Document document;
  const bool blank = archive.manifest.find_first_not_of(" \t\r\n") == std::string::npos;
  if (archive.unread.empty() && !blank) {
    document = make_document(std::make_shared<SourceFile>(inside, archive.manifest),
                             inside_repository, limits, Kind::McpbManifest);
  } else {
    document.source = std::make_shared<SourceFile>(inside, "");
    document.repository_path = inside_repository;
    document.kind = Kind::McpbManifest;
  }
  document.archive = std::make_shared<Archive>(std::move(archive));
  return document;
}

}  // namespace cardlint
