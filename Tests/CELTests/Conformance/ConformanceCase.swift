@testable import CEL

/// One conformance test, read from a file.
struct ConformanceCase {
    /// What became of a test.
    enum Verdict: Equatable {
        case passed
        case failed(String)
        /// With the criterion that says so.
        case outOfScope(String)
    }

    let name: String
    let message: TextMessage

    var source: String { message.string("expr") ?? "" }

    func run() -> Verdict {
        if let reason = outOfScopeReason { return .outOfScope(reason) }
        do {
            return try judge()
        } catch {
            return .failed("\(error)")
        }
    }

    /// Why the test needs protocol-buffer messages or enums; nil if it does not.
    ///
    /// Only the test's own text decides, never what the implementation makes of it: a message literal, a name that
    /// begins with a capital letter as only message and enum types do here, or a declared or expected value or type that
    /// is a message. `google.protobuf.Timestamp` and `google.protobuf.Duration` are CEL types and count as none.
    private var outOfScopeReason: String? {
        var reason: String?
        message.visitFields { name, value in
            switch (name, value) {
            case ("message_type", .bytes(let bytes)):
                if !Self.isTime(String(decoding: bytes, as: UTF8.self)) {
                    reason = "declares or expects a message type"
                }
            case ("enum_value", _): reason = "expects an enum value"
            case ("object_value", .message(let object)):
                let types = object.fields.map { String($0.name.split(separator: "/").last ?? "") }
                if !types.allSatisfy(Self.isTime) { reason = "binds or expects a message" }
            default: break
            }
        }
        if let reason { return reason }
        guard let syntax = try? Parser.parse(source, limits: Self.limits) else { return nil }
        syntax.walk { part in
            if case .message = part.kind { reason = "has a message literal" }
            if let name = part.qualifiedName {
                if reason == nil, !Self.isTime(name), name.split(separator: ".").contains(where: Self.isTypeName) {
                    reason = "names a message or enum type"
                }
                return false
            }
            return true
        }
        return reason
    }

    private static func isTypeName(_ part: Substring) -> Bool {
        part.first?.isUppercase == true
    }

    private static func isTime(_ name: String) -> Bool {
        name == "google.protobuf.Timestamp" || name == "google.protobuf.Duration"
    }

    private static let limits = Limits(length: 1 << 20)

    private func judge() throws -> Verdict {
        let environment = try makeEnvironment()
        let isChecked = message.word("disable_check") != "true"
        let program = isChecked ? try environment.compile(source) : try environment.compileUnchecked(source)
        let typed = message.message("typed_result")
        if let deduced = typed?.message("deduced_type") {
            let wanted = try ConformanceValues.type(deduced)
            guard program.resultType == wanted else {
                return .failed("type is \(program.resultType), expected \(wanted)")
            }
        }
        if message.word("check_only") == "true" { return .passed }
        let activation = ConformanceActivation(values: try bindings(of: environment))
        let outcome: Value
        do {
            outcome = try program.evaluate(activation)
        } catch {
            guard message.has("eval_error") || message.has("any_eval_errors") else { return .failed("\(error)") }
            return .passed
        }
        guard !message.has("eval_error"), !message.has("any_eval_errors") else {
            return .failed("yields \(outcome), expected an error")
        }
        let result = message.message("value") ?? typed?.message("result")
        let expected = try result.map { try ConformanceValues.value($0) } ?? .bool(true)
        return Self.isSame(outcome, expected) ? .passed : .failed("yields \(outcome), expected \(expected)")
    }

    private func makeEnvironment() throws -> Environment {
        var variables: [VariableDeclaration] = []
        var functions: [FunctionDeclaration] = []
        for declaration in message.messages("type_env") {
            let name = declaration.string("name") ?? ""
            if let type = declaration.message("ident")?.message("type") {
                variables.append(VariableDeclaration(name, try ConformanceValues.type(type)))
            }
            for function in declaration.messages("function") {
                functions.append(FunctionDeclaration(name, overloads: try function.messages("overloads").map(overload)))
            }
        }
        let declared = Set(variables.map(\.name))
        for binding in message.messages("bindings") {
            let name = binding.string("key") ?? ""
            if !declared.contains(name) { variables.append(VariableDeclaration(name, .dyn)) }
        }
        return Environment(
            variables: variables,
            functions: functions,
            limits: Self.limits,
            container: message.string("container") ?? "",
            validatesLiterals: false
        )
    }

    private func overload(_ message: TextMessage) throws -> Overload {
        Overload(
            parameters: try message.messages("params").map { try ConformanceValues.type($0) },
            result: try ConformanceValues.type(message.message("result_type") ?? TextMessage()),
            isMember: message.word("is_instance_function") == "true"
        ) { _ throws(EvaluationError) in
            throw EvaluationError(.unavailable, "the conformance tests declare no implementation")
        }
    }

    private func bindings(of environment: Environment) throws -> [Int: Value] {
        var values: [Int: Value] = [:]
        for binding in message.messages("bindings") {
            guard let index = environment.index(ofVariable: binding.string("key") ?? "") else { continue }
            values[index] = try ConformanceValues.value(binding.message("value")?.message("value") ?? TextMessage())
        }
        return values
    }

    /// Equality of values and types, NaN being NaN.
    private static func isSame(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.double(let left), .double(let right)):
            return left == right && left.sign == right.sign || left.isNaN && right.isNaN
        case (.list(let left), .list(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
        case (.map(let left), .map(let right)):
            return left.count == right.count
                && left.entries.allSatisfy { entry in right[entry.key].map { isSame(entry.value, $0) } ?? false }
        default:
            return left.runtimeType == right.runtimeType && left == right
        }
    }
}
