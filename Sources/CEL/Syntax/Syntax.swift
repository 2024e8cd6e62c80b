/// An expression with its place and, after checking, its type.
public struct Syntax: Sendable {
    /// What an expression is.
    public indirect enum Kind: Sendable {
        /// A literal, or the name of a type.
        case literal(Value)
        /// A name nobody declared; only in an unchecked program. A leading `.` skips the container and macro variables.
        case identifier(String)
        /// A variable of the environment.
        case variable(index: Int, name: String)
        /// A variable of an enclosing macro.
        case local(slot: Int, name: String)
        /// `operand.field`, or `operand.?field` if optional.
        case select(Syntax, field: String, isOptional: Bool)
        /// `has(operand.field)`.
        case has(Syntax, field: String)
        /// A function by its CEL name, operators included (`_+_`, `_==_`, `@in`, `_[_]`, `_?_:_`; see `Operator`).
        /// `_&&_` and `_||_` have two or more arguments.
        case call(String, target: Syntax?, arguments: [Syntax])
        /// `[a, ?b]`.
        case list([ListElement])
        /// `{k: v, ?k: v}`.
        case map([MapEntry])
        /// A macro over a list or the keys of a map.
        case comprehension(Comprehension)
        /// A macro that names a value: `cel.bind`, `optMap`, `optFlatMap`.
        case binding(Binding)
        /// `name{field: value}`, which needs protocol-buffer messages; never in a program.
        case message(String)
    }

    /// An element of a list literal.
    public struct ListElement: Sendable {
        /// The element.
        public var value: Syntax
        /// Whether it was written `?value`: an optional whose absence leaves the element out.
        public var isOptional: Bool
    }

    /// An entry of a map literal.
    public struct MapEntry: Sendable {
        /// The key.
        public var key: Syntax
        /// The value.
        public var value: Syntax
        /// Whether it was written `?key: value`: an optional whose absence leaves the entry out.
        public var isOptional: Bool
    }

    /// A macro that visits every element.
    public struct Comprehension: Sendable {
        /// Which macro.
        public enum Macro: String, Sendable {
            case all
            case exists
            case existsOne = "exists_one"
            case map
            case filter
        }

        /// Which macro.
        public var macro: Macro
        /// The list, or the map whose keys are visited.
        public var range: Syntax
        /// The name of the element.
        public var variable: String
        /// Where the element is kept at run time.
        public var slot: Int
        /// What an element must satisfy to be visited; only `map` with three arguments has it.
        public var condition: Syntax?
        /// What is evaluated for each element.
        public var body: Syntax
    }

    /// A macro that evaluates its body with a name for a value.
    public struct Binding: Sendable {
        /// Which macro.
        public enum Macro: String, Sendable {
            case bind = "cel.bind"
            case optionalMap = "optMap"
            case optionalFlatMap = "optFlatMap"
        }

        /// Which macro.
        public var macro: Macro
        /// The name.
        public var variable: String
        /// Where the value is kept at run time.
        public var slot: Int
        /// The value named; for the optional macros the optional whose value is named.
        public var value: Syntax
        /// What is evaluated with the name.
        public var body: Syntax
    }

    /// A number unique in the expression.
    public let id: Int
    /// Where it stands.
    public let range: SourceRange
    /// What it is.
    public var kind: Kind
    /// Its static type: `dyn` before checking and in an unchecked program.
    public var type: CELType = .dyn
}
