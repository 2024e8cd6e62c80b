extension Program {
    /// Evaluates the expression and every operand of its top-level `&&`, `||`, `!` and `?:` tree.
    ///
    /// The outermost outcome is what `evaluate` would give. Operands that an evaluation would skip are evaluated too,
    /// except the branch of a `?:` not taken; each has the whole cost budget.
    public func trace(_ activation: some Activation) -> Trace {
        var compiler = compiler
        return trace(Explained(syntax, &compiler), activation, isReached: true)
    }

    private func trace(_ part: Explained, _ activation: some Activation, isReached: Bool) -> Trace {
        var outcome = Trace.Outcome.notReached
        if isReached {
            var frame = makeFrame(activation)
            do throws(EvaluationError) {
                outcome = .value(try part.code(&frame))
            } catch {
                outcome = .error(error)
            }
        }
        var operands: [Trace] = []
        for (position, operand) in part.operands.enumerated() {
            var reaches = isReached
            if part.junction == .conditional, position > 0 {
                reaches = operands.first?.outcome == .value(.bool(position == 1))
            }
            operands.append(trace(operand, activation, isReached: reaches))
        }
        return Trace(
            source: part.syntax.range.text(in: source),
            range: part.syntax.range,
            outcome: outcome,
            junction: part.junction,
            operands: operands,
            variables: part.syntax.variables
        )
    }
}
