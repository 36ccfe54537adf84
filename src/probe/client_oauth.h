// How clients find an authorization server, each in its own way: which places they ask, in which
// order, and at which answers they give up. Reads a walk that is over; sends nothing.
#pragma once

#include "probe/client_verdict.h"

namespace cardlint {

enum class OauthManner {
  TypeScript,  // modelcontextprotocol/typescript-sdk@3924de99 packages/client/src/client/auth.ts
  Python,      // modelcontextprotocol/python-sdk@57394b05 src/mcp/client/auth
  Conforming,  // as MCP 2025-11-25 has it; for clients whose code is not public
};

// From a 401 of `post` to the sign-in: fills `path` where the client stops.
void follow_oauth(const ProbeView& view, std::string_view post, OauthManner manner,
                  ClientPath& path);

}  // namespace cardlint
