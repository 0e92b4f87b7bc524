"""Generate a country, or the world, of invented figures at full size, to measure pages by: by COPY, the same each time.

`size`, `lines`, `world`, `happening` and `told` are pure: what is there, what happens and what is reported of it are
drawn from a seed. `generating` brings it to an empty database in one transaction: the frame and the goals under every
trigger, the reports past them by `bulk`, after which `checks` asks by statements of SQL what the triggers would have.
"""
