import Testing

/// Expects two values to be equal; for values that are awaited inside a closure, where the macro cannot stand.
func check<Value: Equatable>(
    _ found: Value,
    _ expected: Value,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found == expected, sourceLocation: sourceLocation)
}
