#include <curl/curl.h>
#include <boost/optional.hpp>
