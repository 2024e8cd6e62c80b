/// Integer arithmetic that reports overflow and division by zero.
enum Arithmetic {
    @inline(__always)
    static func add<T: FixedWidthInteger>(_ left: T, _ right: T) throws(EvaluationError) -> T {
        try checked(left.addingReportingOverflow(right))
    }

    @inline(__always)
    static func subtract<T: FixedWidthInteger>(_ left: T, _ right: T) throws(EvaluationError) -> T {
        try checked(left.subtractingReportingOverflow(right))
    }

    @inline(__always)
    static func multiply<T: FixedWidthInteger>(_ left: T, _ right: T) throws(EvaluationError) -> T {
        try checked(left.multipliedReportingOverflow(by: right))
    }

    @inline(__always)
    static func divide<T: FixedWidthInteger>(_ left: T, _ right: T) throws(EvaluationError) -> T {
        if right == 0 { throw EvaluationError(.divisionByZero, "divide by zero") }
        return try checked(left.dividedReportingOverflow(by: right))
    }

    @inline(__always)
    static func modulo<T: FixedWidthInteger>(_ left: T, _ right: T) throws(EvaluationError) -> T {
        if right == 0 { throw EvaluationError(.divisionByZero, "modulus by zero") }
        return try checked(left.remainderReportingOverflow(dividingBy: right))
    }

    @inline(__always)
    private static func checked<T>(_ result: (partialValue: T, overflow: Bool)) throws(EvaluationError) -> T {
        if result.overflow { throw EvaluationError(.overflow, "integer overflow") }
        return result.partialValue
    }
}
