int no_guard();
