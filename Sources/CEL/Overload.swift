/// One way to call a function.
public struct Overload: Sendable {
    /// The parameter types; the receiver first if the overload is a member.
    public let parameters: [CELType]
    /// The type of the result; type parameters stand for what the arguments bound them to.
    public let result: CELType
    /// Whether it is called as `receiver.name(…)`, not `name(…)`.
    public let isMember: Bool
    /// Whether its result type counts only where no other overload of the name fits, or an argument's type is unknown.
    private(set) var isFallback = false
    /// Whether the one parameter may be repeated.
    private(set) var isVariadic = false
    let body: FunctionBody

    /// Declares an overload.
    ///
    /// `implementation` is called with exactly `parameters.count` values whose run-time types were checked against
    /// `parameters` (elements of lists and maps excepted).
    public init(
        parameters: [CELType],
        result: CELType,
        isMember: Bool = false,
        implementation: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
    ) {
        self.init(parameters, result, isMember: isMember) {
            (_: inout Budget, values: [Value]) throws(EvaluationError) -> Value in try implementation(values)
        }
    }

    init(_ parameters: [CELType], _ result: CELType, isMember: Bool = false, body: @escaping FunctionBody) {
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
        self.body = body
    }

    /// The same overload, used only where no other fits.
    var fallback: Overload {
        var copy = self
        copy.isFallback = true
        return copy
    }

    /// The same overload with its one parameter repeatable.
    var variadic: Overload {
        var copy = self
        copy.isVariadic = true
        return copy
    }

    /// A variadic overload for `count` arguments; nil for none.
    func expanded(to count: Int) -> Overload? {
        guard count > 0, let parameter = parameters.first else { return nil }
        let types = [CELType](repeating: parameter, count: count)
        let copy = Overload(types, result, isMember: isMember, body: body)
        return isFallback ? copy.fallback : copy
    }

    /// Whether the run-time types of `values` fit the parameters.
    func accepts(_ values: [Value]) -> Bool {
        guard values.count == parameters.count else { return false }
        for (parameter, value) in zip(parameters, values) where !parameter.admits(value) { return false }
        return true
    }
}

/// The implementation of an overload: it may charge the evaluation's budget for work that grows with its arguments.
typealias FunctionBody = @Sendable (inout Budget, [Value]) throws(EvaluationError) -> Value
