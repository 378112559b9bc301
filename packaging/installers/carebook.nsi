; The set-up for one person, without administrator's rights. Given: VERSION, BUNDLE, ICON, SIDE, OUT, APPID, COMPRESSOR.
; What it ends with: 0 done; 3 this Windows cannot run CareBook; 4 CareBook is open; 5 a newer version is there.
Unicode true
Target x86-unicode ; so that it can say on a 32-bit Windows, too, why it does nothing
!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define KEY "Software\CareBook"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CareBook"
!define OLDEST 18362 ; Windows 10 1903: Qt needs icu.dll, which older ones lack
!define WAIT 120     ; half seconds that a silent set-up waits for the program to close

Name "CareBook"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\CareBook"
InstallDirRegKey HKCU "${KEY}" "Folder"
SetCompressor ${COMPRESSOR}
BrandingText "CareBook ${VERSION}"
ManifestSupportedOS all
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "CareBook"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Cài đặt CareBook"
VIAddVersionKey /LANG=0 "LegalCopyright" "GPL-3.0-or-later"

Caption "Cài CareBook ${VERSION}"
UninstallCaption "Gỡ CareBook"
MiscButtonText "Trang trước" "Tiếp" "Thôi" "Đóng"
InstallButtonText "Cài"
UninstallButtonText "Gỡ"
ShowInstDetails nevershow
ShowUninstDetails nevershow
CompletedText "Xong"
DirText "CareBook được cài vào thư mục dưới đây. Để nguyên là được; sổ không nằm trong thư mục này." "Thư mục của chương trình" "Chọn…" "Chọn thư mục của chương trình"
SpaceTexts "Cần: " "Còn trống: "
UninstallText "Chỉ gỡ chương trình. Sổ, bản sao lưu và thiết lập không bị xóa; sổ và thiết lập vẫn ở:$\r$\n$LOCALAPPDATA\CareBook$\r$\nSổ để ở thư mục khác, bản sao lưu: vẫn ở nơi đã chọn." "Chương trình ở:"
FileErrorText "Không ghi được tệp:$\r$\n$0$\r$\n$\r$\nĐóng CareBook và dọn chỗ trên ổ đĩa, rồi thử lại. Sổ không bị động tới." "Không ghi được tệp:$\r$\n$0$\r$\n$\r$\nĐóng CareBook và dọn chỗ trên ổ đĩa, rồi thử lại. Sổ không bị động tới."

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "Thôi cài CareBook? Chưa có gì thay đổi."
!define MUI_ABORTWARNING_CANCEL_DEFAULT
!define MUI_WELCOMEPAGE_TITLE "Cài CareBook ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "CareBook là sổ của cơ sở trợ giúp xã hội: đối tượng, chăm sóc hằng ngày, phục hồi chức năng, hồi gia, báo cáo; dùng được khi không có mạng.$\r$\n$\r$\nChương trình được cài cho riêng tài khoản Windows đang dùng, không cần quyền quản trị. Sổ đã có không bị động tới."
!define MUI_FINISHPAGE_TITLE "Đã cài CareBook ${VERSION}"
!define MUI_FINISHPAGE_TEXT "Mở CareBook từ màn hình nền hoặc từ menu Start."
!define MUI_FINISHPAGE_BUTTON "Đóng"
!define MUI_FINISHPAGE_RUN "$INSTDIR\CareBook.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Mở CareBook"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "Thư mục của chương trình"
!define MUI_PAGE_HEADER_SUBTEXT "Chương trình nằm ở đâu trên máy này"
!insertmacro MUI_PAGE_DIRECTORY
!define MUI_PAGE_HEADER_TEXT "Đang cài CareBook"
!define MUI_PAGE_HEADER_SUBTEXT "Mất khoảng một phút"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Đã cài xong"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "CareBook ${VERSION} đã ở trên máy này"
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "Chưa cài được"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "Sổ và bản CareBook đang có không bị động tới"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_PAGE_HEADER_TEXT "Gỡ CareBook"
!define MUI_PAGE_HEADER_SUBTEXT "Gỡ chương trình khỏi máy này, để lại sổ"
!insertmacro MUI_UNPAGE_CONFIRM
!undef MUI_INSTFILESPAGE_ABORTHEADER_TEXT ; MUI forgets the other words of a page by itself
!undef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT
!define MUI_PAGE_HEADER_TEXT "Đang gỡ CareBook"
!define MUI_PAGE_HEADER_SUBTEXT "Sổ được để nguyên"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Đã gỡ xong"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "CareBook không còn trên máy này; sổ vẫn còn"
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "Chưa gỡ hết"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "Sổ không bị động tới"
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Đã gỡ CareBook"
!define MUI_FINISHPAGE_TEXT "Sổ và thiết lập vẫn còn ở:$\r$\n$LOCALAPPDATA\CareBook$\r$\n$\r$\nSổ để ở thư mục khác, bản sao lưu: vẫn ở nơi đã chọn."
!define MUI_FINISHPAGE_BUTTON "Đóng"
!insertmacro MUI_UNPAGE_FINISH
!insertmacro MUI_LANGUAGE "Vietnamese"

Var restart

; Says why nothing is done: in a window, or to whoever started it silently, by its number and in a file.
!macro Refuse code sentence
    SetErrorLevel ${code}
    ${If} ${Silent}
        FileOpen $9 "$TEMP\CareBook-setup.txt" w
        FileWriteUTF16LE /BOM $9 "${sentence}"
        FileClose $9
    ${Else}
        MessageBox MB_ICONSTOP|MB_OK "${sentence}"
    ${EndIf}
    Abort
!macroend

; $0 = 1 while CareBook is open: it holds this mutex.
!macro AskIfOpen
    System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "Local\CareBook") p .r1'
    StrCpy $0 0
    ${If} $1 P<> 0
        System::Call 'kernel32::CloseHandle(p r1)'
        StrCpy $0 1
    ${EndIf}
!macroend

!macro WaitUntilClosed
    StrCpy $2 0
    ${Do}
        !insertmacro AskIfOpen
        ${If} $0 = 0
            ${ExitDo}
        ${EndIf}
        ${IfNot} ${Silent}
            MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "CareBook đang mở. Đóng CareBook rồi bấm Thử lại (Retry)." IDRETRY +3
            SetErrorLevel 4
            Abort
            ${Continue}
        ${EndIf}
        IntOp $2 $2 + 1
        ${If} $2 > ${WAIT}
            !insertmacro Refuse 4 "CareBook đang mở. Đóng CareBook rồi cài lại. Chưa có gì thay đổi."
        ${EndIf}
        Sleep 500
    ${Loop}
!macroend

Function .onInit
    ${IfNot} ${RunningX64}
        !insertmacro Refuse 3 "Máy này dùng Windows 32 bit. CareBook cần Windows 10 bản 1903 trở lên, 64 bit. Chưa có gì được cài."
    ${EndIf}
    SetRegView 64
    ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
    ${If} $0 < ${OLDEST}
        !insertmacro Refuse 3 "Windows của máy này cũ quá (bản dựng $0). CareBook cần Windows 10 bản 1903 (bản dựng ${OLDEST}) trở lên, 64 bit: chạy Windows Update rồi cài lại. Chưa có gì được cài."
    ${EndIf}
    ReadRegStr $0 HKCU "${KEY}" "Version"
    ${If} $0 != ""
        ${VersionCompare} $0 "${VERSION}" $1
        ${If} $1 = 1
            !insertmacro Refuse 5 "Máy này đã có CareBook $0, mới hơn bản ${VERSION}. Chưa có gì thay đổi."
        ${EndIf}
    ${EndIf}
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/RESTART" $restart
    StrCpy $restart 1
    ${If} ${Errors}
        StrCpy $restart 0
    ${EndIf}
    !insertmacro WaitUntilClosed
FunctionEnd

; Exchanges a file of the program's own folder in one step: whole before, whole after.
!macro Exchange file
    System::Call 'kernel32::MoveFileExW(w "$INSTDIR\${file}.new", w "$INSTDIR\${file}", i 9) i .r0'
    ${If} $0 = 0
        SetErrorLevel 6
        SetDetailsPrint both
        Abort "Chưa ghi được ${file}."
    ${EndIf}
!macroend

; A shortcut with the program's own id: without it the window and a shortcut pinned to the task bar are two buttons there.
!macro Shortcut file
    CreateShortCut "${file}" "$INSTDIR\CareBook.exe" "" "$INSTDIR\CareBook.exe" 0 SW_SHOWNORMAL "" "Sổ của cơ sở trợ giúp xã hội"
    !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
    ${If} $0 P<> 0
        ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
        ${IPersistFile::Load} $1 '("${file}",${STGM_READWRITE})'
        ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
        ${If} $2 P<> 0
            System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
            System::Call '*(&w${NSIS_MAX_STRLEN} "${APPID}")p.r4'
            System::Call '*(&i2 ${VT_LPWSTR},&i6,p r4,p)p.r5'
            ${IPropertyStore::SetValue} $2 '(r3,r5)'
            ${IPropertyStore::Commit} $2 ""
            ${IPersistFile::Save} $1 '("${file}",1)'
            System::Free $5
            System::Free $4
            System::Free $3
            ${IUnknown::Release} $2 ""
        ${EndIf}
        ${IUnknown::Release} $1 ""
        ${IUnknown::Release} $0 ""
    ${EndIf}
!macroend

; What is going on, in words; not file by file.
!macro Say sentence
    SetDetailsPrint textonly
    DetailPrint "${sentence}"
    SetDetailsPrint none
!macroend

Section
    !insertmacro Say "Đang chép chương trình…"
    SetOutPath "$INSTDIR\${VERSION}"
    File /r "${BUNDLE}\program\*"
    SetOutPath "$INSTDIR"
    File "/oname=CareBook.exe.new" "${BUNDLE}\CareBook.exe"
    File "/oname=CareBook.com.new" "${BUNDLE}\CareBook.com"
    FileOpen $0 "$INSTDIR\current.txt.new" w
    FileWrite $0 "${VERSION}"
    FileClose $0
    !insertmacro Exchange "CareBook.exe"
    !insertmacro Exchange "CareBook.com"
    !insertmacro Exchange "current.txt"
    ; from here on the new version is the one that starts: older ones may go
    FindFirst $0 $1 "$INSTDIR\*"
    ${DoWhile} $1 != ""
        ${If} $1 != "${VERSION}"
        ${AndIf} ${FileExists} "$INSTDIR\$1\python313.dll"
            RMDir /r "$INSTDIR\$1"
        ${EndIf}
        FindNext $0 $1
    ${Loop}
    FindClose $0
    WriteUninstaller "$INSTDIR\Uninstall.exe"
    !insertmacro Shortcut "$SMPROGRAMS\CareBook.lnk"
    !insertmacro Shortcut "$DESKTOP\CareBook.lnk"
    WriteRegStr HKCU "${KEY}" "Folder" "$INSTDIR"
    WriteRegStr HKCU "${KEY}" "Version" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "CareBook"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\CareBook.exe"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "CareBook"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
    ${If} $restart = 1
        Exec '"$INSTDIR\CareBook.exe"'
    ${EndIf}
SectionEnd

Function un.onInit
    !insertmacro WaitUntilClosed
FunctionEnd

Section Uninstall
    !insertmacro Say "Đang gỡ chương trình…"
    FindFirst $0 $1 "$INSTDIR\*"
    ${DoWhile} $1 != ""
        ${If} ${FileExists} "$INSTDIR\$1\python313.dll"
            RMDir /r "$INSTDIR\$1"
        ${EndIf}
        FindNext $0 $1
    ${Loop}
    FindClose $0
    Delete "$INSTDIR\CareBook.exe"
    Delete "$INSTDIR\CareBook.com"
    Delete "$INSTDIR\*.new"
    Delete "$INSTDIR\current.txt"
    Delete "$INSTDIR\Uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\CareBook.lnk"
    Delete "$DESKTOP\CareBook.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegKey HKCU "${KEY}"
SectionEnd
