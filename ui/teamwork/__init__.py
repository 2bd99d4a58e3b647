"""What several people do with conversations, wherever one stands: taking, giving, putting aside, filing, ending.

Every `open_…` takes the kit, the conversations' ids, the widget that it opens at and `show`, which shows a toast
(`ToastStack.show` or `Undoing.show`); the acts without a question are in `acts`. Nothing is re-exported.
"""
