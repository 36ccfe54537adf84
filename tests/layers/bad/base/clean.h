#pragma once
#include <string>
#include <sys/stat.h>
// printf( and #include <regex> in a comment harm nobody
