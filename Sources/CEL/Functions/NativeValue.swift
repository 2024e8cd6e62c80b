/// A Swift type that CEL values of one type are unboxed to.
protocol NativeValue: Sendable {
    static var type: CELType { get }
    init?(_ value: Value)
    var boxed: Value { get }
    /// The bytes it takes to read or write it, for the cost budget; 0 for fixed sizes.
    var weight: Int { get }
}

extension NativeValue {
    var weight: Int { 0 }
}

extension Bool: NativeValue {
    static var type: CELType { .bool }
    init?(_ value: Value) {
        guard case .bool(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .bool(self) }
}

extension Int64: NativeValue {
    static var type: CELType { .int }
    init?(_ value: Value) {
        guard case .int(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .int(self) }
}

extension UInt64: NativeValue {
    static var type: CELType { .uint }
    init?(_ value: Value) {
        guard case .uint(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .uint(self) }
}

extension Double: NativeValue {
    static var type: CELType { .double }
    init?(_ value: Value) {
        guard case .double(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .double(self) }
}

extension String: NativeValue {
    static var type: CELType { .string }
    init?(_ value: Value) {
        guard case .string(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .string(self) }
    var weight: Int { utf8.count }
}

extension [UInt8]: NativeValue {
    static var type: CELType { .bytes }
    init?(_ value: Value) {
        guard case .bytes(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .bytes(self) }
    var weight: Int { count }
}

extension Timestamp: NativeValue {
    static var type: CELType { .timestamp }
    init?(_ value: Value) {
        guard case .timestamp(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .timestamp(self) }
}

extension CELDuration: NativeValue {
    static var type: CELType { .duration }
    init?(_ value: Value) {
        guard case .duration(let native) = value else { return nil }
        self = native
    }
    var boxed: Value { .duration(self) }
}
