"""The commands of ``catalogue``, a module a group of them: their options, and the one call that each makes."""
