/// What type parameters stand for, as found so far, with CEL's rules of assignability.
struct Substitution {
    private var bindings: [CELType: CELType] = [:]
    private var nextParameter = 0

    /// A parameter nobody else has.
    mutating func freshParameter() -> CELType {
        nextParameter += 1
        return .parameter("%\(nextParameter)")
    }

    /// `types` with their parameters replaced by fresh ones, the same name by the same parameter.
    mutating func instantiate(_ types: [CELType]) -> [CELType] {
        var fresh: [CELType: CELType] = [:]
        return types.map { instantiate($0, &fresh) }
    }

    private mutating func instantiate(_ type: CELType, _ fresh: inout [CELType: CELType]) -> CELType {
        if type.isParameter {
            if let known = fresh[type] { return known }
            let parameter = freshParameter()
            fresh[type] = parameter
            return parameter
        }
        guard !type.parameters.isEmpty else { return type }
        return type.mapParameters { instantiate($0, &fresh) }
    }

    /// `type` with everything known filled in; what stays unknown becomes `dyn` if `finally`.
    func resolve(_ type: CELType, finally: Bool = false) -> CELType {
        if let bound = bindings[type] { return resolve(bound, finally: finally) }
        if finally, type.isParameter { return .dyn }
        return type.mapParameters { resolve($0, finally: finally) }
    }

    /// Whether each of `types` may be used where the one of `targets` is wanted; what that means for parameters is kept
    /// only if all fit.
    mutating func assign(_ types: [CELType], to targets: [CELType]) -> Bool {
        guard types.count == targets.count else { return false }
        var attempt = self
        for (type, target) in zip(types, targets) where !attempt.unify(type, target) { return false }
        self = attempt
        return true
    }

    /// The type of a place that holds values of both types; nil if they have none in common but `dyn`.
    mutating func join(_ left: CELType, _ right: CELType) -> CELType? {
        assign([left], to: [right]) ? Self.moreGeneral(left, right) : nil
    }

    private mutating func unify(_ left: CELType, _ right: CELType) -> Bool {
        if right.isParameter {
            let (isValid, wasBound) = bind(right, to: left)
            if isValid { return true }
            if wasBound { return false }
        }
        if left.isParameter { return bind(left, to: right).isValid }
        switch (left, right) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, let other), (let other, .null): return other.acceptsNull
        case (.nullable(let left), .nullable(let right)): return unify(left, right)
        case (.nullable(let wrapped), let other), (let other, .nullable(let wrapped)): return unify(wrapped, other)
        case (.type, .type): return true
        case (.list, .list), (.map, .map), (.optional, .optional):
            return unifyAll(left.parameters, right.parameters)
        case (.opaque(let leftName, let leftTypes), .opaque(let rightName, let rightTypes)):
            return leftName == rightName && unifyAll(leftTypes, rightTypes)
        default: return left == right
        }
    }

    private mutating func unifyAll(_ left: [CELType], _ right: [CELType]) -> Bool {
        guard left.count == right.count else { return false }
        for (left, right) in zip(left, right) where !unify(left, right) { return false }
        return true
    }

    private mutating func bind(_ parameter: CELType, to type: CELType) -> (isValid: Bool, wasBound: Bool) {
        if type == parameter { return (true, true) }
        if let bound = bindings[parameter] {
            if type == bound { return (true, true) }
            guard unify(type, bound) else { return (false, true) }
            let general = Self.moreGeneral(type, bound)
            if !occurs(parameter, in: general) { bindings[parameter] = general }
            return (true, true)
        }
        guard !occurs(parameter, in: type) else { return (false, false) }
        bindings[parameter] = type
        return (true, false)
    }

    private func occurs(_ parameter: CELType, in type: CELType) -> Bool {
        if type == parameter { return true }
        if let bound = bindings[type] { return occurs(parameter, in: bound) }
        return type.parameters.contains { occurs(parameter, in: $0) }
    }

    private static func moreGeneral(_ left: CELType, _ right: CELType) -> CELType {
        isAsGeneral(left, as: right) ? left : right
    }

    private static func isAsGeneral(_ left: CELType, as right: CELType) -> Bool {
        switch (left, right) {
        case (.dyn, _), (.parameter, _): true
        case (_, .dyn), (_, .parameter): false
        case (.nullable(let left), .nullable(let right)): isAsGeneral(left, as: right)
        case (.nullable(let wrapped), .null): wrapped != .null
        case (.nullable(let wrapped), _): isAsGeneral(wrapped, as: right)
        case (.type, .type): true
        case (.list, .list), (.map, .map), (.optional, .optional), (.opaque, .opaque):
            left.parameters.count == right.parameters.count
                && zip(left.parameters, right.parameters).allSatisfy { isAsGeneral($0, as: $1) }
        default: left == right || (right == .null && left.acceptsNull)
        }
    }
}

extension CELType {
    /// Whether null may be used where this type is wanted.
    ///
    /// Timestamps, durations and abstract types accept it for compatibility with other CEL checkers.
    fileprivate var acceptsNull: Bool {
        switch self {
        case .null, .nullable, .timestamp, .duration, .optional, .opaque, .dyn: true
        default: false
        }
    }
}
