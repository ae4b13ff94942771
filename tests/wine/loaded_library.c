/* Which clusapi.dll a program gets: the first thing to know under Wine, whose own answers
 * everything. */
#include <stdio.h>
#include <windows.h>

typedef const char *WINAPI version(void);

int main(void) {
  HMODULE library = LoadLibraryA("clusapi.dll");
  FARPROC marker = library != NULL ? GetProcAddress(library, "WsfcsimVersion") : NULL;
  if (marker == NULL)
    return printf("another clusapi.dll\n"), 1;
  version *ask = (version *)(void *)marker;
  printf("%s\n", ask());
  return 0;
}
