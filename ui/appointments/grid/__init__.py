"""The appointments of a day or a week as a grid of times, in which they are made and moved by hand."""
