#ifndef SIM_CLUSAPI_WIN32_TYPES_H
#define SIM_CLUSAPI_WIN32_TYPES_H
/* Windows' base types, in one place.  On Windows they are Windows' own; elsewhere WCHAR is a 16-bit
 * char16_t whatever wchar_t is, and DWORD and LONG keep their Windows sizes. */
#ifdef _WIN32
#include <windef.h> /* before the other one */

#include <winbase.h>
#else
#include <stddef.h>
#include <stdint.h>
#ifndef __cplusplus
#include <uchar.h>
#endif
typedef char16_t WCHAR;
typedef uint32_t DWORD;
typedef int32_t LONG;
typedef uint16_t WORD;
typedef uint8_t BYTE;
typedef BYTE *PBYTE;
typedef uint8_t BOOLEAN;
typedef int32_t BOOL;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef int32_t HRESULT;
typedef uintptr_t DWORD_PTR;
typedef void *HANDLE;
typedef void *LPVOID;
typedef void *PVOID;
typedef BYTE *LPBYTE;
typedef WCHAR *LPWSTR;
typedef const WCHAR *LPCWSTR;
typedef DWORD *LPDWORD;
typedef struct HKEY__ *HKEY; /* windef.h */
typedef struct _FILETIME {
  DWORD dwLowDateTime, dwHighDateTime;
} FILETIME;
#define WINAPI
#define TEXT(quote)          u##quote    /* winnt.h: a literal of WCHAR */
#define INFINITE             0xFFFFFFFFu /* winbase.h */
#define WAIT_TIMEOUT         258u        /* winerror.h */
#define INVALID_HANDLE_VALUE ((HANDLE)(intptr_t)-1)
#define GENERIC_READ         0x80000000u /* winnt.h */
#define GENERIC_ALL          0x10000000u
#define MAXIMUM_ALLOWED      0x02000000u
#endif

#endif
