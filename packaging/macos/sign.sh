#!/usr/bin/env bash
# Signs Comptoir.app from the inside out, has Apple notarise it, and makes the disk image. Called by the release workflow.
# sign.sh APP IMAGE: needs MACOS_IDENTITY (a "Developer ID Application: …" of the keychain), NOTARY_APPLE_ID, NOTARY_TEAM_ID and
# NOTARY_PASSWORD in the environment. Without MACOS_IDENTITY the image is made unsigned, and says so.
set -euo pipefail
app=$1 image=$2 here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

sign() {
  codesign --force --timestamp --options runtime --sign "$MACOS_IDENTITY" "$@"
}

make_image() {
  local folder
  folder=$(mktemp -d)
  ditto "$app" "$folder/Comptoir.app"  # keeps the links inside frameworks
  ln -s /Applications "$folder/Applications"
  hdiutil create -quiet -ov -volname Comptoir -srcfolder "$folder" -format UDZO "$image"
}

if [[ -z "${MACOS_IDENTITY:-}" ]]; then
  echo "::warning::No certificate is configured: $image is not signed and not notarised."
  make_image
  exit 0
fi

# The innermost first: all compiled code, then frameworks, then the programs, then the application around them all.
find "$app/Contents" -type f ! -path '*/MacOS/*' -print0 | while IFS= read -r -d '' file; do
  if file -b "$file" | grep -q '^Mach-O'; then sign "$file"; fi
done
find "$app/Contents" -type d -name '*.framework' -print0 | while IFS= read -r -d '' framework; do sign "$framework"; done
find "$app/Contents/MacOS" -type f -print0 | while IFS= read -r -d '' file; do
  sign --entitlements "$here/entitlements.plist" "$file"
done
sign --entitlements "$here/entitlements.plist" "$app"
codesign --verify --strict --verbose=2 "$app"

make_image
sign "$image"
xcrun notarytool submit "$image" --wait --apple-id "$NOTARY_APPLE_ID" --team-id "$NOTARY_TEAM_ID" --password "$NOTARY_PASSWORD"
xcrun stapler staple "$image"
xcrun stapler validate "$image"
