// libcurl's C handles with owners, so that none is lost.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace cardlint {

// CURLOPT_PROTOCOLS_STR came with 7.85, the cache of root certificates with 7.87; Debian 12 has
// 7.88.1, and nothing older is tested.
static_assert(LIBCURL_VERSION_NUM >= 0x075800, "libcurl 7.88 or newer is needed");

struct CurlFree {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
struct CurlMultiFree {  // CURL and CURLM are both void to C++
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

using CurlEasy = std::unique_ptr<CURL, CurlFree>;
using CurlUrl = std::unique_ptr<CURLU, CurlFree>;
using CurlMulti = std::unique_ptr<CURLM, CurlMultiFree>;

class CurlList {
 public:
  void add(const std::string& line) {
    // On failure libcurl gives null and leaves the list as it was.
    if (curl_slist* longer = curl_slist_append(list_.get(), line.c_str())) {
      (void)list_.release();
      list_.reset(longer);
    }
  }
  void clear() { list_.reset(); }
  curl_slist* get() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, CurlFree> list_;
};

}  // namespace cardlint
