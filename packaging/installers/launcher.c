/* CareBook.exe (a window) and CareBook.com (a console): start the version named in current.txt with the Python beside it.

   A version is a whole folder, and current.txt is exchanged in one step when the new one is complete: an update that is
   cut short leaves the version before. The mutex tells the set-up that the program runs. */
#define UNICODE
#define _UNICODE
#include <windows.h>
#include <shellapi.h>
#include <shobjidl.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

typedef int (*Main)(int, wchar_t **);

static int stop(const wchar_t *sentence) {
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", sentence);
#else
    MessageBoxW(NULL, sentence, L"CareBook", MB_ICONERROR);
#endif
    return 1;
}

int main(void) {
    static wchar_t home[MAX_PATH * 2], library[MAX_PATH * 2];
    char named[64] = {0};
    wchar_t *end;
    FILE *current;
    HMODULE python;
    Main run;
    int count, n;
    wchar_t **typed, **given;

    CreateMutexW(NULL, FALSE, L"Local\\CareBook");
    SetCurrentProcessExplicitAppUserModelID(APP_ID);
    if (!GetModuleFileNameW(NULL, home, MAX_PATH) || !(end = wcsrchr(home, L'\\')))
        return stop(L"CareBook không tìm được thư mục của mình. Cài lại CareBook.");
    wcscpy(end + 1, L"current.txt");
    current = _wfopen(home, L"r");
    if (!current || !fgets(named, sizeof named, current))
        return stop(L"CareBook chưa được cài đủ. Cài lại CareBook; sổ không bị ảnh hưởng.");
    fclose(current);
    named[strcspn(named, "\r\n")] = 0;
    swprintf(end + 1, MAX_PATH, L"%hs", named);
    swprintf(library, MAX_PATH * 2, L"%ls\\python313.dll", home);
    python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    run = python ? (Main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run)
        return stop(L"CareBook không mở được phần chính của chương trình. Cài lại CareBook; sổ không bị ảnh hưởng.");
    typed = CommandLineToArgvW(GetCommandLineW(), &count);
    given = calloc(count + 3, sizeof *given);
    given[0] = typed[0];
    given[1] = L"-m";
    given[2] = L"carebook";
    for (n = 1; n < count; n++)
        given[n + 2] = typed[n];
    return run(count + 2, given);
}
