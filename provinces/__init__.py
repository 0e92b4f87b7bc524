"""Say where, who and by what authority: places, investors and documents."""
