"""The parts that screens are made of: painters (plain functions, for delegates too) and widgets.

All take the `Theme`; none reads data. Import from the module named; nothing is re-exported, so a start pays only
for what it shows. Every part without a visible word takes its `name` (for screen readers) as a required argument.

Painters: f(painter, rect: QRectF, theme, …); the painter's layoutDirection decides leading and trailing, so a
delegate first does `painter.setLayoutDirection(option.direction)`.
    paint_basic   Strip(rect, is_rtl=…).leading(width, gap) / .trailing(width, gap) / .rest;  is_rtl(painter);
                  paint_text(painter, rect, theme, text, color, role=, weight=, tabular=, italic=, is_trailing=,
                  is_centered=) -> width;  paint_icon(painter, rect, theme, name, size, color);
                  fill_round(painter, rect, ground, radius, edge);  rounded_path(rect, tl, tr, br, bl);
                  paint_row_ring(painter, rect, theme);  elided(metrics, text, width);  ratio_of(painter)
    paint_chip    Chip(text, tone, icon, ring, trailing);  chip_width, chip_height, paint_chip;
                  wait_chip(text, share, thresholds);  window_chip(text, left_s, thresholds);
                  row_shows_window(left_s, thresholds);  tone_colors(theme, tone)
    paint_marks   paint_tick(painter, rect, theme, "waiting|sent|delivered|read|failed", grey);
                  badge_width, paint_badge(…, count, ring=);  paint_ring, paint_alert_disc, paint_dot
    paint_avatar  Portrait(key=id, name);  paint_avatar(painter, square, theme, portrait, picture=None);
                  paint_assignee(painter, avatar_rect, theme, name);  initials(name), hue_of(key)
    small_parts   paint_skeleton_row(painter, rect, theme), paint_presence
    button        button_colors(theme, kind, is_enabled=, is_hovered=, is_down=), mix(a, b, share)
    labels        set_lines(text_layout, width, line_px) -> height;  ink_color(theme, ink)

Widgets:
    labels        Label (one line), ElidedLabel(.set_text, .is_cut), Paragraph (wraps at the line height);
                  role=, weight=, ink="text_muted"…, tabular=;  set_tip(widget, text): plain text tool tips
    button        Button(theme, text, kind="primary|default|soft|quiet|link|danger", height="tiny|small|normal|
                  large", icon=, key_hint="Ctrl ⏎", trailing="chevron-down", portrait=, is_flush=).set_face(…);
                  IconButton(theme, icon, name, tip=, height=, is_checkable=)
    inputs        Input(theme, name, placeholder=, is_search=, key_hint=).set_error(sentence);  Field: label above
    controls      CheckBox(theme, text), Radio(theme, text), Toggle(theme, name): Qt's own signals
    choice        Option(id, label, count);  TabStrip(theme, name).set_options(…).choose(id), .chosen(str):
                  what does not fit goes into its own menu;  Segmented(theme, name, options, is_small=)
    small_parts   ChipView, AvatarView, EmptyState(theme, icon, title, sentence, action=).acted,
                  SkeletonRows(theme).start()/.stop() (draws after 150 ms)
    surfaces      Surface(theme, ground, edges=("bottom",)), Card(theme, is_raised=), Line(theme)
    toast         ToastStack(theme, pane, hides).show(text, icon=, ink=, action=, stay_ms=) -> Toast (.acted, .closed,
                  .set_text, .dismiss()); .focus_newest() for the key "toast"
    menu          Menu(theme, name, parent).add(text, on_chosen, icon=, key=, is_danger=, is_checked=);
                  .open_below(widget) or .popup(global_pos); never exec()
    dialog        ConfirmDialog(theme, title, sentence, confirm=, keep=, is_danger=, link=, parent=).open(),
                  .confirmed, .linked;  Dialog(theme, title): fill .body and .buttons
    practice_banner  PracticeBanner(theme).quit_requested
    rail          NavigationRail(theme, name).set_items([RailItem(id, icon, label, badge, badge_says)], foot),
                  .activated(str), .set_active(id), .set_badge(id, count, says), .set_narrow(bool)
    status_bar    StatusBar(theme).set_state("success|warning|danger|neutral", facts, end)
"""
