#include <yaml-cpp/yaml.h>
#include <yaml-cpp/eventhandler.h>
#include <sstream>
#include <map>
#include "doc/load.h"
namespace cardlint {
namespace {
struct H : YAML::EventHandler {
  TreeBuilder b; std::vector<int> st; std::vector<bool> key; std::uint32_t last=0;
  std::map<YAML::anchor_t, NodeId> anchors;
  bool is_key() { return !st.empty() && st.back()==1 && key.back(); }
  void done() { if (!st.empty() && st.back()==1) key.back() = !key.back(); }
  void scalar(const YAML::Mark& m, const std::string& tag, const std::string& v, YAML::anchor_t a) {
    Span s{std::uint32_t(m.pos), std::uint32_t(m.pos + v.size())};
    auto t = b.keep(v);
    if (is_key()) { b.key(t, s); done(); return; }
    NodeType ty = NodeType::String;
    if (tag == "?") {
      if (v=="true"||v=="false") ty=NodeType::Boolean; else if (v=="null"||v=="~"||v=="") ty=NodeType::Null;
      else if (v.find_first_not_of("0123456789-")==std::string::npos && v!="-") ty=NodeType::Integer;
      else if (v.find_first_not_of("0123456789-.")==std::string::npos && v!="-"&& v!=".") { char*e; strtod(v.c_str(),&e); if(!*e) ty=NodeType::Number; }
    }
    NodeId id = b.scalar(ty, ty==NodeType::Null?"":t, s, tag=="?"?ScalarStyle::Plain:ScalarStyle::Quoted);
    if (a) anchors[a]=id;
    done();
  }
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& m, YAML::anchor_t a) override { scalar(m,"?","",a); }
  void OnAlias(const YAML::Mark& m, YAML::anchor_t a) override { b.copy(anchors[a], {std::uint32_t(m.pos),std::uint32_t(m.pos+1)}); done(); }
  void OnScalar(const YAML::Mark& m, const std::string& t, YAML::anchor_t a, const std::string& v) override { scalar(m,t,v,a); }
  void OnSequenceStart(const YAML::Mark& m, const std::string&, YAML::anchor_t a, YAML::EmitterStyle::value) override { NodeId i=b.open(NodeType::Array,{std::uint32_t(m.pos),0}); if(a)anchors[a]=i; st.push_back(0); key.push_back(false);}
  void OnSequenceEnd() override { b.close(0); st.pop_back(); key.pop_back(); done(); }
  void OnMapStart(const YAML::Mark& m, const std::string&, YAML::anchor_t a, YAML::EmitterStyle::value) override { NodeId i=b.open(NodeType::Object,{std::uint32_t(m.pos),0}); if(a)anchors[a]=i; st.push_back(1); key.push_back(true);}
  void OnMapEnd() override { b.close(0); st.pop_back(); key.pop_back(); done(); }
};
}
Loaded load_yaml(const SourceFile& source, const Limits&) {
  Loaded l; H h;
  try { std::istringstream in{std::string(source.text())}; YAML::Parser p(in); p.HandleNextDocument(h); l.tree=h.b.finish(); }
  catch (const YAML::Exception& e) { l.faults.push_back({FaultCode::YamlSyntax,{std::uint32_t(std::max(0,e.mark.pos)),std::uint32_t(std::max(0,e.mark.pos))},e.msg,kNoNode,true}); }
  if (l.tree.root() && !l.tree.root().is_object()) l.faults.push_back({FaultCode::RootNotObject,{0,0},"the root is no map",0});
  return l;
}
}  // namespace cardlint
