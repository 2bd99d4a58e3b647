"""search.db: the desk's index of everything that was written, beside its view. Disposable: it is made from the view.

`watch` notes in view.db which messages changed, in the transaction that changes them; `index` brings the index up to
them, in steps; `finding` reads. The hub has none of this (decisions 177 and 178).
"""
