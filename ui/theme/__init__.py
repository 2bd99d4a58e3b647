"""The look: tokens, theme, fonts, icons, focus ring. One `Theme`, made in main.py, is handed to all.

    theme = Theme(choice="system")   # see theme.Choice; then theme.apply(app), before any window
    theme.changed.connect(...)       # after a switch of scheme or text size: measure again, update()
    theme.set_choice("dark"); theme.set_scale(1.15)

Reading, also inside paint():
    theme.colors.accent              # QColor by role name of tokens.toml (do not alter: copy first)
    theme.tokens.size.row_conversation, .space.x4, .radius.normal, .icon.tool, .thresholds.wait_warning …
    theme.px(64)                     # a height that holds text, at the person's text size
    theme.font("body", "medium", tabular=True)   roles small 12, body 13, lead 15, title 20, display 28
    theme.metrics("small")           # QFontMetricsF: horizontalAdvance, elidedText; theme.line("body") = 20
    theme.pixmap("hourglass", 12, color, ratio)  # ratio = painter.device().devicePixelRatio(); is_rtl mirrors
    theme.icon("check")              # QIcon for actions and menus
    theme.artwork("icon-small", 32, ratio)

Focus (ui.theme.style): `wants_ring(widget, radius_px)` gives a widget the outer ring on keyboard focus;
`KeyWatch(view)` lets a list's delegate see arrow keys as keyboard focus; it paints its inner ring when
`option.state & State_HasFocus and option.state & State_KeyboardFocusChange`.
Modules: tokens, theme, fonts, icons, palette, sheet, style.
"""
