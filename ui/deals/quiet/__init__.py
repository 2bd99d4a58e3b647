"""The page of deals without news: who has gone quiet, why, and the ladder of follow-ups that brings them back."""
