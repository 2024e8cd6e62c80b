enum LibpqPlaceholder {}
