#ifndef TESTS_SUPPORT_TEST_H
#define TESTS_SUPPORT_TEST_H
/* What every test includes: Criterion, and nothing else of the outside. */
#include <criterion/criterion.h>

/* A row of a table-driven loop says which row it was. */
#define check_row(row, condition) cr_assert((condition), "row %zu: %s", (size_t)(row), #condition)

#endif
