; The Windows installer, made by Inno Setup 6: iscc /DVersion=0.1.0 comptoir.iss. For one person, without an administrator.
#ifndef Version
  #error Give the version: iscc /DVersion=...
#endif

[Setup]
AppId={{6D0A3B1E-5B39-4E0B-9F5C-0C8A7E1F2C44}
AppName=Comptoir
AppVersion={#Version}
AppPublisher=The Comptoir project
DefaultDirName={autopf}\Comptoir
DefaultGroupName=Comptoir
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\bundle\icons\comptoir.ico
UninstallDisplayIcon={app}\Comptoir.exe
OutputDir=..\..\dist
OutputBaseFilename=Comptoir-{#Version}-windows-x64-setup
Compression=lzma2/max
SolidCompression=yes
CloseApplications=yes
ChangesAssociations=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"

[InstallDelete]
; A newer version replaces the whole folder: no file of an older one may be loaded by it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\Comptoir\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Comptoir"; Filename: "{app}\Comptoir.exe"; AppUserModelID: "app.comptoir.desktop"

[Registry]
; A link is one argument after --link, and is read as a link and nothing else (app/domain/links.py).
Root: HKA; Subkey: "Software\Classes\comptoir"; ValueType: string; ValueData: "URL:Comptoir"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\comptoir"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\comptoir\shell\open\command"; ValueType: string; ValueData: """{app}\Comptoir.exe"" --link ""%1"""
; For telephone links it only offers itself: the person chooses in the settings of Windows.
Root: HKA; Subkey: "Software\Classes\Comptoir.Tel"; ValueType: string; ValueData: "Comptoir"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Comptoir.Tel\shell\open\command"; ValueType: string; ValueData: """{app}\Comptoir.exe"" --link ""%1"""
Root: HKA; Subkey: "Software\Comptoir\Capabilities"; ValueType: string; ValueName: "ApplicationName"; ValueData: "Comptoir"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Comptoir\Capabilities"; ValueType: string; ValueName: "ApplicationDescription"; ValueData: "A shared inbox for WhatsApp"
Root: HKA; Subkey: "Software\Comptoir\Capabilities\URLAssociations"; ValueType: string; ValueName: "tel"; ValueData: "Comptoir.Tel"
Root: HKA; Subkey: "Software\RegisteredApplications"; ValueType: string; ValueName: "Comptoir"; ValueData: "Software\Comptoir\Capabilities"; Flags: uninsdeletevalue

[Run]
Filename: "{app}\Comptoir.exe"; Description: "{cm:LaunchProgram,Comptoir}"; Flags: nowait postinstall skipifsilent

[UninstallRun]
; The person's data stays where it is; only the entry for starting at login goes.
Filename: "reg.exe"; Parameters: "delete ""HKCU\Software\Microsoft\Windows\CurrentVersion\Run"" /v Comptoir /f"; Flags: runhidden; RunOnceId: "AtLogin"
