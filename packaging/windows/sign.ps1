# Signs the files that are given, with a timestamp, so that the signature outlives the certificate. Called by the release workflow,
# with WINDOWS_CERTIFICATE (PFX, base64) and WINDOWS_CERTIFICATE_PASSWORD in the environment.
$ErrorActionPreference = "Stop"
$certificate = Join-Path $env:RUNNER_TEMP "certificate.pfx"
[IO.File]::WriteAllBytes($certificate, [Convert]::FromBase64String($env:WINDOWS_CERTIFICATE))
try {
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}/Windows Kits/10/bin/*/x64/signtool.exe" | Sort-Object FullName | Select-Object -Last 1
    & $tool.FullName sign /f $certificate /p $env:WINDOWS_CERTIFICATE_PASSWORD /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 /d Comptoir @args
    if ($LASTEXITCODE) { throw "signtool gave $LASTEXITCODE" }
    & $tool.FullName verify /pa @args
    if ($LASTEXITCODE) { throw "the signature does not hold" }
}
finally {
    Remove-Item $certificate
}
