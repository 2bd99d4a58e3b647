"""Charts that the window paints itself: lines over time, bars, heat maps, rates; each is read by mouse and by key."""
