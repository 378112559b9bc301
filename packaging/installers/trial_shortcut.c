/* Stands in for the property store of shortcuts, which wine 8 takes values for and then forgets.

   Everything else is left to wine's own shortcuts: of each that is made, only "take this value" and "save" are replaced.
   What was taken is written behind the saved file as [MS-SHLLINK] 2.5.7 and [MS-PROPSTORE] have it. For trials only. */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <propsys.h>
#include <shlobj.h>

static const PROPERTYKEY APP_ID = {{0x9F4C2855, 0x9F79, 0x4B39, {0xA8, 0xD0, 0xE1, 0xD4, 0x2D, 0xE1, 0xD5, 0xF3}}, 5};
static IPropertyStoreVtbl store;
static IPersistFileVtbl file;
static HRESULT(STDMETHODCALLTYPE *save)(IPersistFile *, LPCOLESTR, BOOL);
static WCHAR taken[64];

static HRESULT STDMETHODCALLTYPE take(IPropertyStore *self, REFPROPERTYKEY key, REFPROPVARIANT value) {
    (void)self;
    if (memcmp(key, &APP_ID, sizeof APP_ID) || value->vt != VT_LPWSTR || wcslen(value->pwszVal) >= 64)
        return E_INVALIDARG;
    wcscpy(taken, value->pwszVal);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE save_with_value(IPersistFile *self, LPCOLESTR name, BOOL remember) {
    HRESULT done = save(self, name, remember);
    DWORD letters = wcslen(taken) + 1, padded = (letters * 2 + 3) / 4 * 4, value = 4 + 4 + 1 + 4 + 4 + padded;
    DWORD storage = 4 + 4 + 16 + value + 4, block = 4 + 4 + storage + 4, kind = VT_LPWSTR, number = 5, none = 0, written;
    const struct {
        DWORD size;
        const void *bytes;
    } parts[] = {
        {4, &block},  {4, &(DWORD){0xA0000009}}, {4, &storage}, {4, "1SPS"},       {16, &APP_ID.fmtid}, {4, &value},
        {4, &number}, {1, &none},                {4, &kind},    {4, &letters},     {padded, taken},     {4, &none},
        {4, &none},   {4, &none},
    };
    HANDLE opened;
    size_t n;
    if (FAILED(done) || !*taken)
        return done;
    opened = CreateFileW(name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    SetFilePointer(opened, -4, NULL, FILE_END); /* over the mark that ends the file */
    for (n = 0; n < sizeof parts / sizeof *parts; n++)
        WriteFile(opened, parts[n].bytes, parts[n].size, &written, NULL);
    CloseHandle(opened);
    *taken = 0;
    return done;
}

static HRESULT STDMETHODCALLTYPE query(IClassFactory *self, REFIID wanted, void **out) {
    (void)wanted;
    *out = self;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE count(IClassFactory *self) {
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE lock(IClassFactory *self, BOOL locked) {
    (void)self, (void)locked;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE create(IClassFactory *self, IUnknown *outer, REFIID wanted, void **out) {
    HRESULT(WINAPI * ask)(REFCLSID, REFIID, void **);
    IClassFactory *makers;
    IPropertyStore *values;
    IPersistFile *kept;
    HRESULT done;
    (void)self;
    ask = (void *)GetProcAddress(LoadLibraryW(L"shell32.dll"), "DllGetClassObject");
    done = ask(&CLSID_ShellLink, &IID_IClassFactory, (void **)&makers);
    if (SUCCEEDED(done))
        done = IClassFactory_CreateInstance(makers, outer, wanted, out);
    if (FAILED(done))
        return done;
    IUnknown_QueryInterface((IUnknown *)*out, &IID_IPropertyStore, (void **)&values);
    IUnknown_QueryInterface((IUnknown *)*out, &IID_IPersistFile, (void **)&kept);
    store = *values->lpVtbl, store.SetValue = take, values->lpVtbl = &store;
    if (kept->lpVtbl != &file) {
        save = kept->lpVtbl->Save;
        file = *kept->lpVtbl, file.Save = save_with_value, kept->lpVtbl = &file;
    }
    IPropertyStore_Release(values);
    IPersistFile_Release(kept);
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllGetClassObject(REFCLSID asked, REFIID wanted, void **out) {
    static IClassFactoryVtbl deeds = {query, count, count, create, lock};
    static IClassFactory factory = {&deeds};
    (void)asked;
    return query(&factory, wanted, out);
}
