"""Speed and memory, as ratios within one run: `make bench`.

Each line says what is measured, against what, and what was asked of it. The machine may be noisy:
what is compared is measured in turns, round after round, and the medians are held against each
other; the ratio of the smallest figures, which noise can only raise, stands beside them.
"""
