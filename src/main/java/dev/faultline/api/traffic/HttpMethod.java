package dev.faultline.api.traffic;

/** The HTTP methods a policy can name. Source: RFC 9110 §9.3, RFC 5789. */
public enum HttpMethod {
    /** Safe. */
    GET,
    /** Safe. */
    HEAD,
    /** Safe. */
    OPTIONS,
    /** Safe. */
    TRACE,
    /** Idempotent. */
    PUT,
    /** Idempotent. */
    DELETE,
    /** May act twice when repeated. */
    POST,
    /** May act twice when repeated. */
    PATCH;
}
