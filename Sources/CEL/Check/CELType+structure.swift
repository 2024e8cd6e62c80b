extension CELType {
    /// The types this one is made of.
    var parameters: [CELType] {
        switch self {
        case .list(let element), .optional(let element), .type(let element), .nullable(let element): [element]
        case .map(let key, let value): [key, value]
        case .opaque(_, let parameters): parameters
        default: []
        }
    }

    /// The same type with each type it is made of replaced.
    func mapParameters(_ transform: (CELType) -> CELType) -> CELType {
        switch self {
        case .list(let element): .list(transform(element))
        case .optional(let element): .optional(transform(element))
        case .type(let element): .type(transform(element))
        case .nullable(let element): .nullable(transform(element))
        case .map(let key, let value): .map(transform(key), transform(value))
        case .opaque(let name, let parameters): .opaque(name, parameters.map(transform))
        default: self
        }
    }

    var isParameter: Bool {
        if case .parameter = self { true } else { false }
    }

    /// Whether a value's run-time type fits: elements are not looked at.
    func admits(_ value: Value) -> Bool {
        switch (self, value) {
        case (.dyn, _), (.parameter, _), (.opaque, _): true
        case (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string): true
        case (.bytes, .bytes), (.null, .null), (.timestamp, .timestamp), (.duration, .duration): true
        case (.list, .list), (.map, .map), (.type, .type), (.optional, .optional): true
        case (.nullable, .null): true
        case (.nullable(let type), _): type.admits(value)
        default: false
        }
    }
}
