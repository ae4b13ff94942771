/* A program's own table of properties against property lists, and texts with %NAMES%. */
#include <clusapi.h>
#include <resapi.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(int row, DWORD got, DWORD wanted) {
  if (got == wanted)
    return;
  printf("row %d: %u instead of %u\n", row, (unsigned)got, (unsigned)wanted);
  failures++;
}

/* --- a property list, made by hand --- */

static BYTE list[1024];
static DWORD size;

static void put(const void *bytes, DWORD count) {
  memcpy(list + size, bytes, count);
  size += (count + 3) / 4 * 4;
}

static void put_dword(DWORD number) {
  put(&number, sizeof number);
}

static void begin(DWORD count) {
  memset(list, 0, sizeof list);
  size = 0;
  put_dword(count);
}

static DWORD bytes_of(const WCHAR *text) {
  DWORD units = 0;
  while (text[units] != 0)
    units++;
  return (units + 1) * (DWORD)sizeof *text;
}

static void property(const WCHAR *name, DWORD format, const void *value, DWORD count) {
  put_dword(0x00040003); /* CLUSPROP_SYNTAX_NAME */
  put_dword(bytes_of(name));
  put(name, bytes_of(name));
  put_dword(0x00010000 | format);
  put_dword(count);
  put(value, count);
  put_dword(0); /* no more values */
}

/* --- tables --- */

struct block {
  DWORD retries;
  LONG offset;
  LPWSTR path;
  LPWSTR names;
  DWORD names_size;
  ULONGLONG bytes;
};

static WCHAR retries[] = TEXT("Retries"), offset[] = TEXT("Offset"), path[] = TEXT("Path"),
             names[] = TEXT("Names"), bytes[] = TEXT("Bytes"), fixed[] = TEXT("Fixed");
static const RESUTIL_PROPERTY_ITEM table[] = {
    {.Name = retries, .Format = CLUSPROP_FORMAT_DWORD, .Minimum = 1, .Maximum = 5},
    {.Name = offset,
     .Format = CLUSPROP_FORMAT_LONG,
     .Minimum = (DWORD)-10,
     .Maximum = 10,
     .Flags = RESUTIL_PROPITEM_SIGNED,
     .Offset = offsetof(struct block, offset)},
    {.Name = path, .Format = CLUSPROP_FORMAT_SZ, .Offset = offsetof(struct block, path)},
    {.Name = names, .Format = CLUSPROP_FORMAT_MULTI_SZ, .Offset = offsetof(struct block, names)},
    {.Name = bytes,
     .Format = CLUSPROP_FORMAT_ULARGE_INTEGER,
     .Offset = offsetof(struct block, bytes)},
    {.Name = fixed,
     .Format = CLUSPROP_FORMAT_DWORD,
     .Maximum = 9,
     .Flags = RESUTIL_PROPITEM_READ_ONLY},
    {.Name = NULL}};

static void enumerate(void) {
  WCHAR out[64];
  DWORD returned = 7, required = 7;
  DWORD whole = bytes_of(retries) + bytes_of(offset) + bytes_of(path) + bytes_of(names) +
                bytes_of(bytes) + bytes_of(fixed) + (DWORD)sizeof(WCHAR);
  expect(1, ResUtilEnumProperties(table, NULL, 0, &returned, &required), 234);
  expect(2, required, whole);
  expect(3, ResUtilEnumProperties(table, out, whole - 1, &returned, &required), 234);
  expect(4, ResUtilEnumProperties(table, out, sizeof out, &returned, &required), 0);
  expect(5, returned, whole);
  expect(6, out[0] == 'R' && out[8] == 'O' && out[whole / sizeof *out - 1] == 0, 1);
  expect(7, ResUtilEnumProperties(NULL, out, sizeof out, &returned, &required), 160);
  expect(8, ResUtilEnumProperties(table, out, sizeof out, NULL, &required), 160);
}

static DWORD verify_number(const WCHAR *name, DWORD format, DWORD number, BOOL unknown) {
  begin(1);
  property(name, format, &number, sizeof number);
  return ResUtilVerifyPropertyTable(table, NULL, unknown, list, size, NULL);
}

static void verify(void) {
  static const struct {
    const WCHAR *name;
    DWORD format, number;
    BOOL unknown;
    DWORD status;
  } rows[] = {{retries, CLUSPROP_FORMAT_DWORD, 1, 0, 0},
              {retries, CLUSPROP_FORMAT_DWORD, 5, 0, 0},
              {TEXT("RETRIES"), CLUSPROP_FORMAT_DWORD, 5, 0, 0},
              {retries, CLUSPROP_FORMAT_DWORD, 0, 0, 87},
              {retries, CLUSPROP_FORMAT_DWORD, 6, 0, 87},
              {retries, CLUSPROP_FORMAT_LONG, 1, 0, 87},
              {retries, CLUSPROP_FORMAT_ULARGE_INTEGER, 1, 0, 87},
              {offset, CLUSPROP_FORMAT_LONG, (DWORD)-10, 0, 0},
              {offset, CLUSPROP_FORMAT_LONG, (DWORD)-11, 0, 87},
              {bytes, CLUSPROP_FORMAT_ULARGE_INTEGER, 1, 0, 87},
              {fixed, CLUSPROP_FORMAT_DWORD, 1, 0, 87},
              {TEXT("Nothing"), CLUSPROP_FORMAT_DWORD, 1, 0, 87},
              {TEXT("Nothing"), CLUSPROP_FORMAT_DWORD, 1, 1, 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    expect(20 + (int)i,
           verify_number(rows[i].name, rows[i].format, rows[i].number, rows[i].unknown),
           rows[i].status);
  expect(40, ResUtilVerifyPropertyTable(NULL, NULL, 0, list, size, NULL), 87);
  expect(41, ResUtilVerifyPropertyTable(table, NULL, 0, NULL, 0, NULL), 13);
}

static void into_a_block(void) {
  static const WCHAR two[] = TEXT("A\0BC\0");
  struct block block = {.retries = 7};
  DWORD number = 3;
  LONG below = -4;
  ULONGLONG large = 1ull << 40;
  begin(5);
  property(retries, CLUSPROP_FORMAT_DWORD, &number, sizeof number);
  property(offset, CLUSPROP_FORMAT_LONG, &below, sizeof below);
  property(path, CLUSPROP_FORMAT_SZ, TEXT("C:\\X"), bytes_of(TEXT("C:\\X")));
  property(names, CLUSPROP_FORMAT_MULTI_SZ, two, sizeof two);
  property(bytes, CLUSPROP_FORMAT_ULARGE_INTEGER, &large, sizeof large);
  expect(50, ResUtilVerifyPropertyTable(table, NULL, 0, list, size, (LPBYTE)&block), 0);
  expect(51, block.retries, 3);
  expect(52, block.offset == -4 && block.bytes == large, 1);
  expect(53, block.path != NULL && block.path[3] == 'X' && block.path[4] == 0, 1);
  expect(54, block.names != NULL && block.names[2] == 'B' && block.names_size == sizeof two, 1);
  LocalFree(block.path);
  LocalFree(block.names);

  /* One that is wrong, and nothing is stored. */
  block.retries = 7;
  number = 3;
  begin(2);
  property(retries, CLUSPROP_FORMAT_DWORD, &number, sizeof number);
  property(fixed, CLUSPROP_FORMAT_DWORD, &number, sizeof number);
  expect(55, ResUtilVerifyPropertyTable(table, NULL, 0, list, size, (LPBYTE)&block), 87);
  expect(56, block.retries, 7);
  for (DWORD cut = 0; cut < size; cut++) {
    BYTE *part = malloc(cut > 0 ? cut : 1);
    memcpy(part, list, cut);
    DWORD status = ResUtilVerifyPropertyTable(table, NULL, 1, part, cut, NULL);
    expect(57, status == 0 || status == 13 || status == 87 || status == 122, 1);
    free(part);
  }
}

static void expanded(void) {
  static const struct {
    const WCHAR *text, *value;
  } rows[] = {{TEXT("%WSFCSIM_TEST%\\x"), TEXT("here\\x")},
              {TEXT("a%WSFCSIM_TEST%"), TEXT("ahere")},
              {TEXT("100%"), TEXT("100%")},
              {TEXT("%NO_SUCH_VARIABLE%!"), TEXT("%NO_SUCH_VARIABLE%!")},
              {TEXT(""), TEXT("")}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    WCHAR *text = NULL;
    begin(1);
    property(path, CLUSPROP_FORMAT_EXPAND_SZ, rows[i].text, bytes_of(rows[i].text));
    expect(70 + (int)i, ResUtilFindExpandedSzProperty(list, size, path, &text), 0);
    expect(80 + (int)i, text != NULL && memcmp(text, rows[i].value, bytes_of(rows[i].value)) == 0,
           1);
    LocalFree(text);
  }
  expect(90, ResUtilFindExpandedSzProperty(list, size, retries, NULL), 2);
}

int main(void) {
#ifdef _WIN32
  SetEnvironmentVariableA("WSFCSIM_TEST", "here");
#else
  static char variable[] = "WSFCSIM_TEST=here";
  extern int putenv(char *);
  putenv(variable);
#endif
  enumerate();
  verify();
  into_a_block();
  expanded();
  printf("%s\n", failures == 0 ? "as documented" : "not as documented");
  return failures == 0 ? 0 : 1;
}
