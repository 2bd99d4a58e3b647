"""Everything that an answer is made of beside its text: quote, files, voice, buttons, spelling."""
