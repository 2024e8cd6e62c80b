/// The names the CEL specification gives to operators, as they stand in `Syntax.Kind.call`.
public enum Operator {
    /// `a && b`.
    public static let and = "_&&_"
    /// `a || b`.
    public static let or = "_||_"
    /// `!a`.
    public static let not = "!_"
    /// `a ? b : c`.
    public static let conditional = "_?_:_"
    /// `a == b`.
    public static let equal = "_==_"
    /// `a != b`.
    public static let notEqual = "_!=_"
    /// `a < b`.
    public static let less = "_<_"
    /// `a <= b`.
    public static let lessOrEqual = "_<=_"
    /// `a > b`.
    public static let greater = "_>_"
    /// `a >= b`.
    public static let greaterOrEqual = "_>=_"
    /// `a in b`.
    public static let `in` = "@in"
    /// `a + b`.
    public static let add = "_+_"
    /// `a - b`.
    public static let subtract = "_-_"
    /// `a * b`.
    public static let multiply = "_*_"
    /// `a / b`.
    public static let divide = "_/_"
    /// `a % b`.
    public static let modulo = "_%_"
    /// `-a`.
    public static let negate = "-_"
    /// `a[b]`.
    public static let index = "_[_]"
    /// `a[?b]`.
    public static let optionalIndex = "_[?_]"
}
