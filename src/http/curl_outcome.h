// What libcurl's codes and figures mean for an exchange.
#pragma once

#include <optional>
#include <string>

#include "http/curl_handles.h"
#include "http/exchange.h"

namespace cardlint {

struct CurlEnding {
  CURLcode code = CURLE_OK;
  bool has_status = false;   // a status line came
  bool has_headers = false;  // all headers of the final answer came
  std::string text;          // libcurl's sentence, may be empty
};

// None for an answer that is whole.
HttpFault fault_of(CURL* easy, const CurlEnding& ending);
// libcurl's sentence, fit for a terminal.
std::string detail_of(const CurlEnding& ending);
// Of the leaf, when this transfer made the connection.
std::optional<HttpCertificate> read_certificate(CURL* easy);
HttpTiming read_timing(CURL* easy, double dns_milliseconds);
// The address that answered.
std::string read_remote(CURL* easy);

}  // namespace cardlint
